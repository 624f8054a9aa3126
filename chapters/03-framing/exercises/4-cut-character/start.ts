// 练习 03-framing/4：直播字幕
// 运行：npx tsx answers/03-framing/4-cut-character.ts 端口
// 检查：npm run learn check 03-framing/4
//
// 现在的程序每来一块就解码一次，断在两块里的字就坏了。

import { connect } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const socket = connect(port, '127.0.0.1');

socket.on('data', (chunk) => {
  // 还没有做：半个字要留到下一块。
  for (const character of chunk.toString('utf8')) console.log(`字：${character}`);
});

socket.on('end', () => {
  // 还没有做：还有半个字没有收齐，要说出来，退出码是 1。
});

socket.on('error', (error) => {
  console.error(`连接出错：${error.message}`);
  process.exitCode = 1;
});
