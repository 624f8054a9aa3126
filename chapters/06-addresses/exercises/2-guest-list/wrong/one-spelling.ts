// 应得的诊断：spelling
// 看出来的检查：spellings
// 想错的地方：以为映射地址只有一种写法：小写的，后面是四个数。
import { createServer } from 'node:net';

const [portText = '12000', ...list] = process.argv.slice(2);

const plain = (address: string): string => (address.startsWith('::ffff:') ? address.slice(7) : address);
const invited = new Set(list.map(plain));

const server = createServer((connection) => {
  connection.on('error', () => {});
  const guest = plain(connection.remoteAddress ?? '');
  connection.end(invited.has(guest) ? `请进，${guest}\n` : `名单上没有 ${guest}\n`);
  connection.resume();
});

server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(Number(portText), () => console.log(`正在监听端口 ${portText}`));
