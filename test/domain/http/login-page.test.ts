import {expect} from 'chai';
import {htmlPageOf} from '../../../src/domain/http/login-page.ts';

describe('HTML pages', () => {
  it('are login pages when they ask for a password or say so in the title', () => {
    for (const body of [
      '<input name="p" type="password">',
      "<INPUT TYPE='password'>",
      '<title>Sign in · Acme</title>',
      '<title>Anmeldung</title>',
    ]) {
      expect(htmlPageOf('text/html; charset=utf-8', body), body).to.equal('login page');
    }
    expect(htmlPageOf('text/html', '<title>Shop</title><input type="text">')).to.equal('page');
  });

  it('are recognised by their content type', () => {
    expect(htmlPageOf('application/json', '"<title>Login</title>"')).to.equal(null);
    expect(htmlPageOf(undefined, '<title>Login</title>')).to.equal(null);
  });
});
