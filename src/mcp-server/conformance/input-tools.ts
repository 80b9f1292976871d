import {
  acceptedContent,
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  inputRequired,
  inputResponse,
  type McpServer,
  ProtocolError,
  ProtocolErrorCode,
  type ServerContext,
} from '@modelcontextprotocol/server';
import {z} from 'zod';
import {textResult} from '../mcp/text-result.ts';
import {askForName, askToConfirm, DEFAULTS_FORM, ENUMS_FORM, USER_FORM} from './forms.ts';
import {mintRequestState} from './request-state.ts';

type Answer = ReturnType<typeof textResult> | ReturnType<typeof inputRequired>;

/** What a client of any revision declared that it can do. */
function capabilitiesOf(server: McpServer, {mcpReq: {envelope}}: ServerContext): ClientCapabilities {
  const declared = (envelope as Record<string, unknown> | undefined)?.[CLIENT_CAPABILITIES_META_KEY];
  return (declared as ClientCapabilities | undefined) ?? server.server.getClientCapabilities() ?? {};
}

function sampling(text: string, maxTokens: number) {
  return inputRequired.createMessage({messages: [{role: 'user', content: {type: 'text', text}}], maxTokens});
}

/** The text from a model, or null when none has been asked yet. */
function sampled(ctx: ServerContext, key: string): string | null {
  const answer = inputResponse(ctx.mcpReq.inputResponses, key);
  if (answer.kind !== 'sampling') return null;
  const [content] = [answer.result.content].flat();
  return content?.type === 'text' ? content.text : '';
}

/** Tools that need something from the client before they can answer. */
export function registerInputTools(server: McpServer): void {
  const tool = (name: string, description: string, run: (ctx: ServerContext) => Answer | Promise<Answer>) =>
    server.registerTool(name, {description}, run);

  server.registerTool(
    'test_sampling',
    {description: 'Asks the model of the client.', inputSchema: z.object({prompt: z.string().describe('What to ask')})},
    ({prompt}, ctx) => {
      const answer = sampled(ctx, 'answer');
      if (answer !== null) return textResult(`LLM response: ${answer}`);
      return inputRequired({inputRequests: {answer: sampling(prompt, 100)}});
    },
  );
  server.registerTool(
    'test_elicitation',
    {description: 'Asks the user.', inputSchema: z.object({message: z.string().describe('What to ask')})},
    ({message}, ctx) => elicited(ctx, message, USER_FORM, 'User response'),
  );
  tool('test_elicitation_sep1034_defaults', 'Asks the user by a form with defaults.', (ctx) =>
    elicited(ctx, 'Please check these values', DEFAULTS_FORM, 'Elicitation completed'),
  );
  tool('test_elicitation_sep1330_enums', 'Asks the user by a form of choices.', (ctx) =>
    elicited(ctx, 'Please choose', ENUMS_FORM, 'Elicitation completed'),
  );
  tool('test_streaming_elicitation', 'Asks the user in the middle of a call.', (ctx) =>
    elicited(ctx, 'What is your name?', askForName().requestedSchema, 'Elicitation completed'),
  );
  // The SDK refuses to ask a client for anything it has not declared (-32021).
  tool('test_missing_capability', 'Needs a client that can sample.', (ctx) => {
    const answer = sampled(ctx, 'answer');
    if (answer !== null) return textResult(answer);
    return inputRequired({inputRequests: {answer: sampling('Say something', 10)}});
  });

  tool('test_input_required_result_elicitation', 'Asks for a name first.', (ctx) => {
    const answer = acceptedContent(ctx.mcpReq.inputResponses, 'user_name', z.object({name: z.string()}));
    if (answer !== undefined) return textResult(`Hello, ${answer.name}!`);
    return inputRequired({inputRequests: {user_name: inputRequired.elicit(askForName())}});
  });
  tool('test_input_required_result_sampling', 'Asks the model first.', (ctx) => {
    const answer = sampled(ctx, 'capital_question');
    if (answer !== null) return textResult(answer);
    return inputRequired({inputRequests: {capital_question: sampling('What is the capital of France?', 100)}});
  });
  tool('test_input_required_result_list_roots', 'Asks for the roots first.', (ctx) => {
    const answer = inputResponse(ctx.mcpReq.inputResponses, 'client_roots');
    if (answer.kind === 'roots') return textResult(`roots: ${answer.roots.map(({uri}) => uri).join(', ')}`);
    return inputRequired({inputRequests: {client_roots: inputRequired.listRoots()}});
  });
  tool('test_input_required_result_request_state', 'Remembers by what the client carries.', async (ctx) => {
    if (ctx.mcpReq.requestState<number>() === 1 && ctx.mcpReq.inputResponses !== undefined)
      return textResult('state-ok');
    return inputRequired({
      inputRequests: {confirm: inputRequired.elicit(askToConfirm())},
      requestState: await mintRequestState(1),
    });
  });
  tool('test_input_required_result_tampered_state', 'Refuses a state that was changed.', async (ctx) => {
    if (ctx.mcpReq.requestState<number>() === 1) return textResult('state-ok');
    return inputRequired({
      inputRequests: {confirm: inputRequired.elicit(askToConfirm())},
      requestState: await mintRequestState(1),
    });
  });
  tool('test_input_required_result_multiple_inputs', 'Asks three things at once.', async (ctx) => {
    const responses = ctx.mcpReq.inputResponses;
    const name = acceptedContent<{name: string}>(responses, 'user_name');
    const greeting = sampled(ctx, 'greeting');
    const roots = inputResponse(responses, 'client_roots');
    if (name !== undefined && greeting !== null && roots.kind === 'roots') {
      return textResult(`${greeting} ${name.name}: ${roots.roots.length} roots`);
    }
    return inputRequired({
      inputRequests: {
        user_name: inputRequired.elicit(askForName()),
        greeting: sampling('Generate a greeting', 50),
        client_roots: inputRequired.listRoots(),
      },
      requestState: await mintRequestState(1),
    });
  });
  tool('test_input_required_result_multi_round', 'Asks one thing after the other.', async (ctx) => {
    const round = ctx.mcpReq.requestState<number>() ?? 0;
    if (round === 1 && acceptedContent(ctx.mcpReq.inputResponses, 'step1') !== undefined) {
      const color = {type: 'object', properties: {color: {type: 'string'}}, required: ['color']} as const;
      return inputRequired({
        inputRequests: {
          step2: inputRequired.elicit({
            message: 'Step 2: What is your favorite color?',
            requestedSchema: {...color, required: ['color']},
          }),
        },
        requestState: await mintRequestState(2),
      });
    }
    if (round === 2 && acceptedContent(ctx.mcpReq.inputResponses, 'step2') !== undefined)
      return textResult('both known');
    return inputRequired({
      inputRequests: {step1: inputRequired.elicit(askForName('Step 1: What is your name?'))},
      requestState: await mintRequestState(1),
    });
  });
  tool('test_input_required_result_capabilities', 'Asks only what the client can answer.', (ctx) => {
    const capabilities = capabilitiesOf(server, ctx);
    const inputRequests = {
      ...(capabilities.sampling === undefined ? {} : {greeting: sampling('Generate a greeting', 50)}),
      ...(capabilities.elicitation === undefined ? {} : {user_name: inputRequired.elicit(askForName())}),
    };
    const isAnswered = Object.keys(ctx.mcpReq.inputResponses ?? {}).length > 0;
    if (isAnswered || Object.keys(inputRequests).length === 0) return textResult('nothing more to ask');
    return inputRequired({inputRequests});
  });
}

function elicited(
  {mcpReq: {inputResponses}}: ServerContext,
  message: string,
  requestedSchema: Parameters<typeof inputRequired.elicit>[0]['requestedSchema'],
  label: string,
) {
  const answer = inputResponse(inputResponses, 'answer');
  if (answer.kind === 'elicit') {
    return textResult(`${label}: action=${answer.action}, content=${JSON.stringify(answer.content ?? {})}`);
  }
  if (answer.kind !== 'missing')
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'the answer is of another kind');
  return inputRequired({inputRequests: {answer: inputRequired.elicit({message, requestedSchema})}});
}
