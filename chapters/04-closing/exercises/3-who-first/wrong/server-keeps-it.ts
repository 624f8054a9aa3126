// 应得的诊断：blames-server
// 看出来的检查：time-wait
// 想错的地方：以为端口小的是服务端，TIME-WAIT 总是服务端的。
import { createInterface } from 'node:readline';

const localFirst = new Set(['FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT']);
const remoteFirst = new Set(['CLOSE-WAIT', 'LAST-ACK']);

function answer(row: string): string {
  const [state = '', , , local = '', remote = ''] = row.trim().split(/\s+/);
  const port = (end: string): number => Number(end.split(':').at(-1));
  const server = port(local) < port(remote) ? local : remote;
  if (localFirst.has(state)) return `先说完的是 ${server}`;
  if (remoteFirst.has(state)) return `先说完的是 ${remote}`;
  return '还没有人说完';
}

const rows = createInterface({ input: process.stdin });
rows.on('line', (row) => {
  if (row.trim() === '' || row.startsWith('State')) return;
  console.log(answer(row));
});
