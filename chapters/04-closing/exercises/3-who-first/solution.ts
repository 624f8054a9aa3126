// 练习 04-closing/3 的一份答案。
//
// 自己的 FIN 先送出的，一路是 FIN-WAIT-1、FIN-WAIT-2、TIME-WAIT；对方的 FIN 先到的，
// 一路是 CLOSE-WAIT、LAST-ACK。谁是服务端、端口是多少，都不用看。
import { createInterface } from 'node:readline';

const localFirst = new Set(['FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT']);
const remoteFirst = new Set(['CLOSE-WAIT', 'LAST-ACK']);

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
