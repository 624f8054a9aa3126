// 练习 02-tcp/4：听到对方说完为止
// 运行：npx tsx answers/02-tcp/4-until-fin.ts 端口
// 检查：npm run learn check 02-tcp/4
//
// 现在的程序只听第一块，就当作全部。

import { connect } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const socket = connect(port, '127.0.0.1');

socket.once('data', (chunk) => {
  // 还没有做：一直听到 FIN，再打印全文。
  console.log(`收到 ${chunk.length} 字节：${chunk.toString('utf8')}`);
  socket.end();
});

socket.on('error', (error) => {
  // 还没有做：话没有说完就断开，要说出来，退出码是 1。
  console.error(`连接出错：${error.message}`);
});
