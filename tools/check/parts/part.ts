import type { Finding } from '../finding.ts';

/** `npm run check` 的一部分：各自是一个进程，同时跑。 */
export interface Part {
  title: string;
  run(root: string): Promise<Finding[]>;
}

/** 工具自己出了事，不是文件有毛病。 */
export class PartError extends Error {
  override name = 'PartError';
}

export function toPosix(path: string): string {
  return path.replaceAll('\\', '/');
}
