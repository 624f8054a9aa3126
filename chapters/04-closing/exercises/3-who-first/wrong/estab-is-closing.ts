// 应得的诊断：still-open
// 看出来的检查：open
// 想错的地方：以为没有 LISTEN 的都已经有人说完。
import { createInterface } from 'node:readline';

const localFirst = new Set(['FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT']);
const remoteFirst = new Set(['CLOSE-WAIT', 'LAST-ACK']);

function answer(row: string): string {
  const [state = '', , , local = '', remote = ''] = row.trim().split(/\s+/);
  if (localFirst.has(state)) return `先说完的是 ${local}`;
  if (remoteFirst.has(state)) return `先说完的是 ${remote}`;
  return state === 'LISTEN' ? '还没有人说完' : `先说完的是 ${remote}`;
}

const rows = createInterface({ input: process.stdin });
rows.on('line', (row) => {
  if (row.trim() === '' || row.startsWith('State')) return;
  console.log(answer(row));
});
