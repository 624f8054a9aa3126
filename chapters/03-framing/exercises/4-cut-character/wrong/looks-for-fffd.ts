// 应得的诊断：false-alarm
// 看出来的检查：replacement
// 想错的地方：见到 U+FFFD 就以为是断开的，其实它自己也是一个字符。
import { connect } from 'node:net';
import { StringDecoder } from 'node:string_decoder';

const port = Number(process.argv[2] ?? 12000);
const socket = connect(port, '127.0.0.1');
const decoder = new StringDecoder('utf8');

socket.on('data', (chunk) => {
  const text = decoder.write(chunk);
  for (const character of text.replaceAll('\uFFFD', '')) console.log(`字：${character}`);
});

socket.on('end', () => {
  if (decoder.end() === '') return;
  console.log('断在半个字');
  process.exitCode = 1;
});

socket.on('error', (error) => {
  console.error(`连接出错：${error.message}`);
  process.exitCode = 1;
});
