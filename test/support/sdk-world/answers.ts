/** By the name of the SDK's command: what AWS answers to an input. */
export type Answers = Readonly<Record<string, (input: Readonly<Record<string, unknown>>) => object>>;
