/** 进度条：做完的一段实，没做完的一段淡。 */
import type { Paint } from './paint.ts';

export function progressBar(done: number, total: number, width: number, paint: Paint): string {
  const full = total === 0 ? 0 : Math.round((done / total) * width);
  return `${paint.good('━'.repeat(full))}${paint.dim('─'.repeat(width - full))} ${done} / ${total}`;
}
