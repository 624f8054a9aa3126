// 应得的诊断：not-one-by-one
// 看出来的检查：several
// 想错的地方：一块打印一行，一行里有好几个字。
import { connect } from 'node:net';
import { StringDecoder } from 'node:string_decoder';

const port = Number(process.argv[2] ?? 12000);
const socket = connect(port, '127.0.0.1');
const decoder = new StringDecoder('utf8');

socket.on('data', (chunk) => {
  const text = decoder.write(chunk);
  if (text !== '') console.log(`字：${text}`);
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
