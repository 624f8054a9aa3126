/** 静态检查：oxlint，包括 DESIGN 里「依赖只朝一个方向」。 */
import type { Finding } from '../finding.ts';
import { binOf, runNode } from './command.ts';
import { PartError, toPosix, type Part } from './part.ts';

interface Diagnostic {
  message: string;
  code?: string;
  help?: string;
  filename: string;
  labels: { span: { line: number } }[];
}

export const lint: Part = {
  title: '静态检查（oxlint）',
  async run(root) {
    const { stdout, stderr } = await runNode(root, [binOf('oxlint'), '--format', 'json']);
    if (!stdout.trimStart().startsWith('{')) throw new PartError(`${stdout}${stderr}`.trim());
    return (JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics.map(toFinding);
  },
};

function toFinding({ message, code, help, filename, labels }: Diagnostic): Finding {
  const rule = code ? `（${code}）` : '';
  const restricted = /^'(.+)' import is restricted/.exec(message);
  const what = restricted ? `不能引入 ${restricted[1]}。` : `${message.replace(/\.$/, '')}。`;
  return { file: toPosix(filename), line: labels[0]?.span.line ?? 1, what, fix: `${help ?? ''}${rule}` };
}
