// 练习 06-addresses/2：名单上的人
// 运行：npx tsx answers/06-addresses/2-guest-list.ts 12000 127.0.0.1 ::1
// 检查：npm run learn check 06-addresses/2
//
// 现在的程序拿两个字符串来比；同一个地址换一种写法，它就不认得了。

import { createServer } from 'node:net';

const [portText = '12000', ...list] = process.argv.slice(2);

const server = createServer((connection) => {
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  // 还没有做：两边先变成同一种写法。
  const guest = connection.remoteAddress ?? '';
  connection.end(list.includes(guest) ? `请进，${guest}\n` : `名单上没有 ${guest}\n`);
  connection.resume();
});

server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(Number(portText), () => console.log(`正在监听端口 ${portText}`));
