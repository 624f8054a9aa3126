// 应得的诊断：port-only
// 看出来的检查：six
// 想错的地方：以为一个端口在一台机器上只能有一个服务端。
for (const pair of process.argv.slice(2)) console.log(`${pair} 占`);
