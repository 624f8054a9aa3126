// 应得的诊断：only-same
// 看出来的检查：six
// 想错的地方：以为写法不同就是不同的地址，通配地址也只是一个地址。
for (const pair of process.argv.slice(2)) {
  const [first, second] = pair.split('+');
  console.log(`${pair} ${first === second ? '占' : '行'}`);
}
