/**
 * Node 的错误，`stack` 的第一行带着错误码：`TypeError [ERR_INVALID_ARG_TYPE]: …`。
 *
 * 真的 Node 用 V8 的 prepareStackTrace 钩子做到；别的引擎没有这个钩子，
 * 所以在 lib 取调用栈的那一刻，把 `stack` 换成用到时再拼的样子。
 */
import type { Loose } from '../bindings/context.ts';
import type { LibLoader } from './modules.ts';

export function showCodesInStacks(lib: LibLoader): void {
  const { primordials } = lib;
  const capture: ((error: Error, above?: unknown) => void) | undefined = primordials.ErrorCaptureStackTrace;
  const ErrorCaptureStackTrace = (error: Loose, above?: unknown) => {
    capture?.(error, above);
    if (error instanceof Error) defineStack(error, () => lib.require('internal/errors').kIsNodeError in error);
  };
  // primordials 冻住了，换一份
  const descriptors = Object.getOwnPropertyDescriptors(primordials);
  lib.primordials = Object.create(null, { ...descriptors, ErrorCaptureStackTrace: { value: ErrorCaptureStackTrace } });
}

/**
 * 系统错误（SystemError）这一类，lib 不另取调用栈，全靠 V8 的钩子。
 * 网络里只有 ERR_SOCKET_BUFFER_SIZE 一个：造好以后补上。
 */
export function showCodesInSystemErrors(lib: LibLoader): void {
  const { codes } = lib.require('internal/errors');
  codes.ERR_SOCKET_BUFFER_SIZE = new Proxy(codes.ERR_SOCKET_BUFFER_SIZE, {
    construct(target, parameters, newTarget) {
      const error = Reflect.construct(target, parameters, newTarget);
      defineStack(error, () => true);
      return error;
    },
  });
}

/** 取栈的时候错误还没有造完，是不是 Node 的错误要到用的时候再看。 */
function defineStack(error: Loose, isNodeError: () => boolean): void {
  const original = String(error.stack);
  const format = () => (isNodeError() ? `${error.name} [${error.code}]: ${error.message}${framesOf(original)}` : original);
  let stack: string | undefined;
  Object.defineProperty(error, 'stack', {
    configurable: true,
    enumerable: false,
    get: () => (stack ??= format()),
    set: (value) => {
      stack = value;
    },
  });
}

/** 从第一个以 at 开头的行起；Firefox 的写法没有 at，就整个保留。 */
function framesOf(stack: string): string {
  const start = stack.indexOf('\n    at ');
  if (start >= 0) return stack.slice(start);
  return /^\S*@/.test(stack) ? `\n${stack}` : '';
}
