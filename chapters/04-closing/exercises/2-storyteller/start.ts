// 练习 04-closing/2：故事听完了没有
// 运行：npx tsx answers/04-closing/2-storyteller.ts 端口
// 检查：npm run learn check 04-closing/2
//
// 现在的程序，读到 FIN 就说听完了。

import { connect } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const socket = connect(port, '127.0.0.1');
let text = '';

socket.setEncoding('utf8');
socket.on('data', (chunk: string) => {
  text += chunk;
});

socket.on('end', () => {
  // 还没有做：读到 FIN，不等于讲完。
  const lines = text.split('\n').slice(0, -1);
  console.log(`听完了，一共 ${lines.length - 1} 行`);
});

socket.on('error', (error) => {
  console.log('没有听完');
  console.error(`连接出错：${error.message}`);
  process.exitCode = 1;
});
