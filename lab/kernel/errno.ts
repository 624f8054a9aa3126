/**
 * 系统调用失败时的错误码，与 Linux 的 errno 相同；负数，与 libuv 的写法相同。
 * 0 表示成功。名字见 POSIX.1-2017 <errno.h>。
 */
export const errno = {
  ENOENT: -2,
  EBADF: -9,
  EAGAIN: -11,
  EACCES: -13,
  EINVAL: -22,
  EPIPE: -32,
  EDESTADDRREQ: -89,
  EMSGSIZE: -90,
  ENOTSUP: -95,
  EAFNOSUPPORT: -97,
  EADDRINUSE: -98,
  EADDRNOTAVAIL: -99,
  ENETUNREACH: -101,
  ECONNRESET: -104,
  EISCONN: -106,
  ENOTCONN: -107,
  ETIMEDOUT: -110,
  ECONNREFUSED: -111,
  ENODEV: -19,
  EALREADY: -114,
  ECANCELED: -125,
  /** libuv 自己的：读到了结尾。 */
  EOF: -4095,
} as const;
