/**
 * 系统调用失败时的错误码，与 Linux 的 errno 相同；负数，与 libuv 的写法相同。
 * 0 表示成功。名字见 POSIX.1-2017 <errno.h>。
 */
export const ENOENT = -2;
export const ESRCH = -3;
export const EBADF = -9;
export const EACCES = -13;
export const EINVAL = -22;
export const EPIPE = -32;
export const EDESTADDRREQ = -89;
export const EMSGSIZE = -90;
export const ENOTSUP = -95;
export const EADDRINUSE = -98;
export const EADDRNOTAVAIL = -99;
export const ENETUNREACH = -101;
export const ECONNRESET = -104;
export const EISCONN = -106;
export const ENOTCONN = -107;
export const ETIMEDOUT = -110;
export const ECONNREFUSED = -111;
export const EALREADY = -114;
export const ECANCELED = -125;
/** libuv 自己的：读到了结尾。 */
export const EOF = -4095;
