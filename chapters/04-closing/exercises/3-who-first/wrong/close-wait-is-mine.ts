// 应得的诊断：close-wait
// 看出来的检查：close-wait
// 想错的地方：以为 CLOSE-WAIT 是自己要关，在等对方。
import { createInterface } from 'node:readline';

const localFirst = new Set(['CLOSE-WAIT', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT']);
const remoteFirst = new Set(['LAST-ACK']);

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
