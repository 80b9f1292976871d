import {expect} from 'chai';
import {revisionOf, revisionsText, runningOf, runningRevisions} from '../../../src/domain/targets/running-tasks.ts';
import {task} from '../../support/aws-facts.ts';

const at = (number: number, revision: number) =>
  task(number, {taskDefinitionArn: `arn:x:task-definition/web:${revision}`});

describe('the tasks of a service that run', () => {
  it('are those that are meant to go on', () => {
    const stopping = task(2, {desiredStatus: 'STOPPED'});
    const starting = task(3, {lastStatus: 'PENDING'});
    expect(runningOf([task(1), stopping, starting])).to.deep.equal([task(1)]);
  });

  it('are told by revision, that of most tasks first', () => {
    const text = (...tasks: ReturnType<typeof task>[]) => revisionsText(runningRevisions(tasks));
    expect(text()).to.equal('no task runs');
    expect(text(at(1, 7))).to.equal('1 of 1 task runs web:7');
    expect(text(at(1, 7), at(2, 7))).to.equal('2 of 2 tasks run web:7');
    expect(text(at(1, 8), at(2, 7), at(3, 7))).to.equal('2 of 3 tasks run web:7, 1 of 3 web:8');
  });

  it('are named by family and revision', () => {
    expect(revisionOf('arn:aws:ecs:r:1:task-definition/a:7')).to.equal('a:7');
    expect(revisionOf('a:7')).to.equal('a:7');
  });
});
