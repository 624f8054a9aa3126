// 应得的诊断：blames-client
// 看出来的检查：time-wait
// 想错的地方：以为总是客户端先说完，客户端是端口大的一头。
import { createInterface } from 'node:readline';

const localFirst = new Set(['FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT']);
const remoteFirst = new Set(['CLOSE-WAIT', 'LAST-ACK']);

function answer(row: string): string {
  const [state = '', , , local = '', remote = ''] = row.trim().split(/\s+/);
  const port = (end: string): number => Number(end.split(':').at(-1));
  const client = port(local) > port(remote) ? local : remote;
  if (localFirst.has(state)) return `先说完的是 ${client}`;
  if (remoteFirst.has(state)) return `先说完的是 ${client}`;
  return '还没有人说完';
}

const rows = createInterface({ input: process.stdin });
rows.on('line', (row) => {
  if (row.trim() === '' || row.startsWith('State')) return;
  console.log(answer(row));
});
