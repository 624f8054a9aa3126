// 应得的诊断：last-ack
// 看出来的检查：rest
// 想错的地方：以为最后一个 ACK 归先说完的一头等。
import { createInterface } from 'node:readline';

const localFirst = new Set(['LAST-ACK', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT']);
const remoteFirst = new Set(['CLOSE-WAIT']);

function answer(row: string): string {
  const [state = '', , , local = '', remote = ''] = row.trim().split(/\s+/);
  if (localFirst.has(state)) return `先说完的是 ${local}`;
  if (remoteFirst.has(state)) return `先说完的是 ${remote}`;
  return '还没有人说完';
}

const rows = createInterface({ input: process.stdin });
rows.on('line', (row) => {
  if (row.trim() === '' || row.startsWith('State')) return;
  console.log(answer(row));
});
