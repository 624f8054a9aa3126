// 应得的诊断：cuts-address
// 看出来的检查：wide
// 想错的地方：按冒号拆地址，IPv6 的就拆碎了。
import { createInterface } from 'node:readline';

const localFirst = new Set(['FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT']);
const remoteFirst = new Set(['CLOSE-WAIT', 'LAST-ACK']);

function answer(row: string): string {
  const [state = '', , , local = '', remote = ''] = row.trim().split(/\s+/);
  const plain = (end: string): string => end.split(':').slice(0, 2).join(':');
  if (localFirst.has(state)) return `先说完的是 ${plain(local)}`;
  if (remoteFirst.has(state)) return `先说完的是 ${plain(remote)}`;
  return '还没有人说完';
}

const rows = createInterface({ input: process.stdin });
rows.on('line', (row) => {
  if (row.trim() === '' || row.startsWith('State')) return;
  console.log(answer(row));
});
