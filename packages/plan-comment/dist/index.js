const require = process.getBuiltinModule('node:module').createRequire(import.meta.url);
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __esm = (fn, res, err) => function __init() {
  if (err) throw err[0];
  try {
    return fn && (res = (0, fn[__getOwnPropNames(fn)[0]])(fn = 0)), res;
  } catch (e) {
    throw err = [e], e;
  }
};
var __commonJS = (cb, mod) => function __require() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));

// lazy-builtins:node:os
var require_node_os = __commonJS({
  "lazy-builtins:node:os"(exports, module) {
    "use strict";
    module.exports = process.getBuiltinModule("node:os");
  }
});

// lazy-builtins:node:crypto
var require_node_crypto = __commonJS({
  "lazy-builtins:node:crypto"(exports, module) {
    "use strict";
    module.exports = process.getBuiltinModule("node:crypto");
  }
});

// lazy-builtins:node:fs
var require_node_fs = __commonJS({
  "lazy-builtins:node:fs"(exports, module) {
    "use strict";
    module.exports = process.getBuiltinModule("node:fs");
  }
});

// lazy-builtins:node:path
var require_node_path = __commonJS({
  "lazy-builtins:node:path"(exports, module) {
    "use strict";
    module.exports = process.getBuiltinModule("node:path");
  }
});

// lazy-builtins:node:http
var require_node_http = __commonJS({
  "lazy-builtins:node:http"(exports, module) {
    "use strict";
    module.exports = process.getBuiltinModule("node:http");
  }
});

// lazy-builtins:node:https
var require_node_https = __commonJS({
  "lazy-builtins:node:https"(exports, module) {
    "use strict";
    module.exports = process.getBuiltinModule("node:https");
  }
});

// lazy-builtins:node:zlib
var require_node_zlib = __commonJS({
  "lazy-builtins:node:zlib"(exports, module) {
    "use strict";
    module.exports = process.getBuiltinModule("node:zlib");
  }
});

// ../action-kit/src/retry-policy.ts
function waitsForRateLimit(call, seconds, retries, log) {
  const again = retries < RATE_LIMIT_RETRIES && seconds <= LONGEST_PAUSE_SECONDS;
  log(`GitHub limits the rate of ${call}: ${again ? `again in ${seconds} s` : "giving up"}.`);
  return again;
}
var REQUEST_TIMEOUT_MS, FAILURE_RETRIES, LONGEST_PAUSE_SECONDS, RATE_LIMIT_RETRIES;
var init_retry_policy = __esm({
  "../action-kit/src/retry-policy.ts"() {
    "use strict";
    REQUEST_TIMEOUT_MS = 3e4;
    FAILURE_RETRIES = 3;
    LONGEST_PAUSE_SECONDS = 60;
    RATE_LIMIT_RETRIES = 2;
  }
});

// lazy-builtins:node:util
var require_node_util = __commonJS({
  "lazy-builtins:node:util"(exports, module) {
    "use strict";
    module.exports = process.getBuiltinModule("node:util");
  }
});

// lazy-builtins:node:timers/promises
var require_promises = __commonJS({
  "lazy-builtins:node:timers/promises"(exports, module) {
    "use strict";
    module.exports = process.getBuiltinModule("node:timers/promises");
  }
});

// ../../node_modules/.pnpm/@actions+core@3.0.1/node_modules/@actions/core/lib/command.js
var os = __toESM(require_node_os(), 1);

// ../../node_modules/.pnpm/@actions+core@3.0.1/node_modules/@actions/core/lib/utils.js
function toCommandValue(input) {
  if (input === null || input === void 0) {
    return "";
  } else if (typeof input === "string" || input instanceof String) {
    return input;
  }
  return JSON.stringify(input);
}
function toCommandProperties(annotationProperties) {
  if (!Object.keys(annotationProperties).length) {
    return {};
  }
  return {
    title: annotationProperties.title,
    file: annotationProperties.file,
    line: annotationProperties.startLine,
    endLine: annotationProperties.endLine,
    col: annotationProperties.startColumn,
    endColumn: annotationProperties.endColumn
  };
}

// ../../node_modules/.pnpm/@actions+core@3.0.1/node_modules/@actions/core/lib/command.js
function issueCommand(command, properties, message) {
  const cmd = new Command(command, properties, message);
  process.stdout.write(cmd.toString() + os.EOL);
}
var CMD_STRING = "::";
var Command = class {
  constructor(command, properties, message) {
    if (!command) {
      command = "missing.command";
    }
    this.command = command;
    this.properties = properties;
    this.message = message;
  }
  toString() {
    let cmdStr = CMD_STRING + this.command;
    if (this.properties && Object.keys(this.properties).length > 0) {
      cmdStr += " ";
      let first = true;
      for (const key in this.properties) {
        if (this.properties.hasOwnProperty(key)) {
          const val = this.properties[key];
          if (val) {
            if (first) {
              first = false;
            } else {
              cmdStr += ",";
            }
            cmdStr += `${key}=${escapeProperty(val)}`;
          }
        }
      }
    }
    cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
    return cmdStr;
  }
};
function escapeData(s) {
  return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}
function escapeProperty(s) {
  return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A").replace(/:/g, "%3A").replace(/,/g, "%2C");
}

// ../../node_modules/.pnpm/@actions+core@3.0.1/node_modules/@actions/core/lib/file-command.js
var crypto = __toESM(require_node_crypto(), 1);
var fs = __toESM(require_node_fs(), 1);
var os2 = __toESM(require_node_os(), 1);
function issueFileCommand(command, message) {
  const filePath = process.env[`GITHUB_${command}`];
  if (!filePath) {
    throw new Error(`Unable to find environment variable for file command ${command}`);
  }
  if (!fs.existsSync(filePath)) {
    throw new Error(`Missing file at path: ${filePath}`);
  }
  fs.appendFileSync(filePath, `${toCommandValue(message)}${os2.EOL}`, {
    encoding: "utf8"
  });
}
function prepareKeyValueMessage(key, value2) {
  const delimiter2 = `ghadelimiter_${crypto.randomUUID()}`;
  const convertedValue = toCommandValue(value2);
  if (key.includes(delimiter2)) {
    throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter2}"`);
  }
  if (convertedValue.includes(delimiter2)) {
    throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter2}"`);
  }
  return `${key}<<${delimiter2}${os2.EOL}${convertedValue}${os2.EOL}${delimiter2}`;
}

// ../../node_modules/.pnpm/@actions+core@3.0.1/node_modules/@actions/core/lib/core.js
var os3 = __toESM(require_node_os(), 1);
var path = __toESM(require_node_path(), 1);

// ../../node_modules/.pnpm/@actions+core@3.0.1/node_modules/@actions/core/lib/summary.js
var import_os = __toESM(require_node_os(), 1);
var import_fs = __toESM(require_node_fs(), 1);
var __awaiter = function(thisArg, _arguments, P, generator) {
  function adopt(value2) {
    return value2 instanceof P ? value2 : new P(function(resolve) {
      resolve(value2);
    });
  }
  return new (P || (P = Promise))(function(resolve, reject) {
    function fulfilled(value2) {
      try {
        step(generator.next(value2));
      } catch (e) {
        reject(e);
      }
    }
    function rejected(value2) {
      try {
        step(generator["throw"](value2));
      } catch (e) {
        reject(e);
      }
    }
    function step(result) {
      result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
    }
    step((generator = generator.apply(thisArg, _arguments || [])).next());
  });
};
var { access, appendFile, writeFile } = import_fs.promises;
var SUMMARY_ENV_VAR = "GITHUB_STEP_SUMMARY";
var Summary = class {
  constructor() {
    this._buffer = "";
  }
  /**
   * Finds the summary file path from the environment, rejects if env var is not found or file does not exist
   * Also checks r/w permissions.
   *
   * @returns step summary file path
   */
  filePath() {
    return __awaiter(this, void 0, void 0, function* () {
      if (this._filePath) {
        return this._filePath;
      }
      const pathFromEnv = process.env[SUMMARY_ENV_VAR];
      if (!pathFromEnv) {
        throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
      }
      try {
        yield access(pathFromEnv, import_fs.constants.R_OK | import_fs.constants.W_OK);
      } catch (_a) {
        throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
      }
      this._filePath = pathFromEnv;
      return this._filePath;
    });
  }
  /**
   * Wraps content in an HTML tag, adding any HTML attributes
   *
   * @param {string} tag HTML tag to wrap
   * @param {string | null} content content within the tag
   * @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
   *
   * @returns {string} content wrapped in HTML element
   */
  wrap(tag, content, attrs = {}) {
    const htmlAttrs = Object.entries(attrs).map(([key, value2]) => ` ${key}="${value2}"`).join("");
    if (!content) {
      return `<${tag}${htmlAttrs}>`;
    }
    return `<${tag}${htmlAttrs}>${content}</${tag}>`;
  }
  /**
   * Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
   *
   * @param {SummaryWriteOptions} [options] (optional) options for write operation
   *
   * @returns {Promise<Summary>} summary instance
   */
  write(options) {
    return __awaiter(this, void 0, void 0, function* () {
      const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
      const filePath = yield this.filePath();
      const writeFunc = overwrite ? writeFile : appendFile;
      yield writeFunc(filePath, this._buffer, { encoding: "utf8" });
      return this.emptyBuffer();
    });
  }
  /**
   * Clears the summary buffer and wipes the summary file
   *
   * @returns {Summary} summary instance
   */
  clear() {
    return __awaiter(this, void 0, void 0, function* () {
      return this.emptyBuffer().write({ overwrite: true });
    });
  }
  /**
   * Returns the current summary buffer as a string
   *
   * @returns {string} string of summary buffer
   */
  stringify() {
    return this._buffer;
  }
  /**
   * If the summary buffer is empty
   *
   * @returns {boolen} true if the buffer is empty
   */
  isEmptyBuffer() {
    return this._buffer.length === 0;
  }
  /**
   * Resets the summary buffer without writing to summary file
   *
   * @returns {Summary} summary instance
   */
  emptyBuffer() {
    this._buffer = "";
    return this;
  }
  /**
   * Adds raw text to the summary buffer
   *
   * @param {string} text content to add
   * @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
   *
   * @returns {Summary} summary instance
   */
  addRaw(text5, addEOL = false) {
    this._buffer += text5;
    return addEOL ? this.addEOL() : this;
  }
  /**
   * Adds the operating system-specific end-of-line marker to the buffer
   *
   * @returns {Summary} summary instance
   */
  addEOL() {
    return this.addRaw(import_os.EOL);
  }
  /**
   * Adds an HTML codeblock to the summary buffer
   *
   * @param {string} code content to render within fenced code block
   * @param {string} lang (optional) language to syntax highlight code
   *
   * @returns {Summary} summary instance
   */
  addCodeBlock(code4, lang) {
    const attrs = Object.assign({}, lang && { lang });
    const element2 = this.wrap("pre", this.wrap("code", code4), attrs);
    return this.addRaw(element2).addEOL();
  }
  /**
   * Adds an HTML list to the summary buffer
   *
   * @param {string[]} items list of items to render
   * @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
   *
   * @returns {Summary} summary instance
   */
  addList(items2, ordered = false) {
    const tag = ordered ? "ol" : "ul";
    const listItems = items2.map((item) => this.wrap("li", item)).join("");
    const element2 = this.wrap(tag, listItems);
    return this.addRaw(element2).addEOL();
  }
  /**
   * Adds an HTML table to the summary buffer
   *
   * @param {SummaryTableCell[]} rows table rows
   *
   * @returns {Summary} summary instance
   */
  addTable(rows) {
    const tableBody = rows.map((row2) => {
      const cells = row2.map((cell3) => {
        if (typeof cell3 === "string") {
          return this.wrap("td", cell3);
        }
        const { header, data: data2, colspan, rowspan } = cell3;
        const tag = header ? "th" : "td";
        const attrs = Object.assign(Object.assign({}, colspan && { colspan }), rowspan && { rowspan });
        return this.wrap(tag, data2, attrs);
      }).join("");
      return this.wrap("tr", cells);
    }).join("");
    const element2 = this.wrap("table", tableBody);
    return this.addRaw(element2).addEOL();
  }
  /**
   * Adds a collapsable HTML details element to the summary buffer
   *
   * @param {string} label text for the closed state
   * @param {string} content collapsable content
   *
   * @returns {Summary} summary instance
   */
  addDetails(label, content) {
    const element2 = this.wrap("details", this.wrap("summary", label) + content);
    return this.addRaw(element2).addEOL();
  }
  /**
   * Adds an HTML image tag to the summary buffer
   *
   * @param {string} src path to the image you to embed
   * @param {string} alt text description of the image
   * @param {SummaryImageOptions} options (optional) addition image attributes
   *
   * @returns {Summary} summary instance
   */
  addImage(src, alt, options) {
    const { width, height } = options || {};
    const attrs = Object.assign(Object.assign({}, width && { width }), height && { height });
    const element2 = this.wrap("img", null, Object.assign({ src, alt }, attrs));
    return this.addRaw(element2).addEOL();
  }
  /**
   * Adds an HTML section heading element
   *
   * @param {string} text heading text
   * @param {number | string} [level=1] (optional) the heading level, default: 1
   *
   * @returns {Summary} summary instance
   */
  addHeading(text5, level) {
    const tag = `h${level}`;
    const allowedTag = ["h1", "h2", "h3", "h4", "h5", "h6"].includes(tag) ? tag : "h1";
    const element2 = this.wrap(allowedTag, text5);
    return this.addRaw(element2).addEOL();
  }
  /**
   * Adds an HTML thematic break (<hr>) to the summary buffer
   *
   * @returns {Summary} summary instance
   */
  addSeparator() {
    const element2 = this.wrap("hr", null);
    return this.addRaw(element2).addEOL();
  }
  /**
   * Adds an HTML line break (<br>) to the summary buffer
   *
   * @returns {Summary} summary instance
   */
  addBreak() {
    const element2 = this.wrap("br", null);
    return this.addRaw(element2).addEOL();
  }
  /**
   * Adds an HTML blockquote to the summary buffer
   *
   * @param {string} text quote text
   * @param {string} cite (optional) citation url
   *
   * @returns {Summary} summary instance
   */
  addQuote(text5, cite) {
    const attrs = Object.assign({}, cite && { cite });
    const element2 = this.wrap("blockquote", text5, attrs);
    return this.addRaw(element2).addEOL();
  }
  /**
   * Adds an HTML anchor tag to the summary buffer
   *
   * @param {string} text link text/content
   * @param {string} href hyperlink
   *
   * @returns {Summary} summary instance
   */
  addLink(text5, href) {
    const element2 = this.wrap("a", text5, { href });
    return this.addRaw(element2).addEOL();
  }
};
var _summary = new Summary();

// ../../node_modules/.pnpm/@actions+core@3.0.1/node_modules/@actions/core/lib/core.js
var ExitCode;
(function(ExitCode2) {
  ExitCode2[ExitCode2["Success"] = 0] = "Success";
  ExitCode2[ExitCode2["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
function setSecret(secret) {
  issueCommand("add-mask", {}, secret);
}
function getInput(name4, options) {
  const val = process.env[`INPUT_${name4.replace(/ /g, "_").toUpperCase()}`] || "";
  if (options && options.required && !val) {
    throw new Error(`Input required and not supplied: ${name4}`);
  }
  if (options && options.trimWhitespace === false) {
    return val;
  }
  return val.trim();
}
function getMultilineInput(name4, options) {
  const inputs = getInput(name4, options).split("\n").filter((x) => x !== "");
  if (options && options.trimWhitespace === false) {
    return inputs;
  }
  return inputs.map((input) => input.trim());
}
function setOutput(name4, value2) {
  const filePath = process.env["GITHUB_OUTPUT"] || "";
  if (filePath) {
    return issueFileCommand("OUTPUT", prepareKeyValueMessage(name4, value2));
  }
  process.stdout.write(os3.EOL);
  issueCommand("set-output", { name: name4 }, toCommandValue(value2));
}
function setFailed(message) {
  process.exitCode = ExitCode.Failure;
  error(message);
}
function error(message, properties = {}) {
  issueCommand("error", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function info(message) {
  process.stdout.write(message + os3.EOL);
}

// ../errors/src/index.ts
var UserError = class extends Error {
  name = "UserError";
};
var ServiceError = class extends Error {
  name = "ServiceError";
  /** Who failed: `ECS`, `S3`, `Loki`, `GitHub`. */
  service;
  /** Whether the same call may succeed later: throttling, a server's fault, a lost connection. */
  retryable;
  constructor(service, retryable, message, options) {
    super(message, options);
    this.service = service;
    this.retryable = retryable;
  }
};
function isExpected(error2) {
  return error2 instanceof UserError || error2 instanceof ServiceError;
}
function errorMessage(error2) {
  return error2 instanceof Error ? error2.message : String(error2);
}

// ../action-kit/src/github.ts
function httpStatus(error2) {
  if (typeof error2 !== "object" || error2 === null || !("status" in error2)) return void 0;
  return typeof error2.status === "number" ? error2.status : void 0;
}
function isForbidden(error2) {
  return httpStatus(error2) === 403 && /not accessible|must have admin rights|read-only/i.test(errorMessage(error2));
}
function explainGitHubError(error2, what) {
  const status = httpStatus(error2);
  if (status === void 0) return error2;
  const hints = {
    401: "the token is wrong or has expired",
    403: 'the token lacks a permission: see "Permissions" in the README',
    404: "not found, or the token may not see it",
    410: "it was deleted, or the feature is switched off in this repository",
    422: "it refuses the content",
    429: "GitHub limits the rate: run the job again later"
  };
  const hint = hints[status];
  return new UserError(`${what}: GitHub answered ${status}${hint ? ` (${hint})` : ""}: ${errorMessage(error2)}`, {
    cause: error2
  });
}

// ../markdown/src/brand.ts
function markdown(text5) {
  return text5;
}
function htmlOf(text5) {
  return text5;
}

// ../markdown/src/references.ts
var GUARD = "\u200B";
var REFERENCES = [
  // Mentions of people and teams, addresses, user@commit.
  "@",
  // #12, owner/repo#12, GH-12. The number may be in what follows.
  "(?:#|[Gg][Hh]-)(?=\\d|$)",
  // URLs with a scheme and without.
  ":(?=//)",
  "[Ww]{3}(?=\\.)",
  // :shipit:, but neither 12:30:45 nor Service:Action: emoji have small letters, or are one of two numbers.
  ":(?=(?:100|1234|(?=\\d*[a-z_+-])[a-z0-9_+-]+):)",
  // Hashes of commits. What has digits alone is a number, which a reader may want to copy.
  "(?<![0-9A-Za-z])(?=\\d*[a-fA-F])[0-9a-fA-F]{7,40}(?![0-9A-Za-z])"
];
var REFERENCE = new RegExp(REFERENCES.join("|"), "g");
var HASH_PART = /.{6}/g;
function unlinked(text5) {
  return text5.replace(
    REFERENCE,
    (found) => found.length >= 7 ? found.replace(HASH_PART, `$&${GUARD}`) : `${found}${GUARD}`
  );
}

// ../markdown/src/seam.ts
function seam(left, right, areBothEscaped = true) {
  if (left.endsWith("!") && right.startsWith("[")) return GUARD;
  if (!areBothEscaped) return "";
  if (/[`*~]$/.test(left) && left.at(-1) === right[0]) return GUARD;
  return /[\w:/#+.-]$/.test(left) && /^\\?[\w:/#+.)-]/.test(right) ? GUARD : "";
}

// ../markdown/src/blocks.ts
function join(parts, separator) {
  let result = "";
  for (const [index, part] of parts.entries()) {
    const between = index === 0 ? "" : separator;
    result += between === "" ? `${seam(result, part)}${part}` : `${between}${part}`;
  }
  return markdown(result);
}
function lines(parts) {
  return markdown(parts.filter((part) => part !== void 0).join("\n"));
}
function list(items2) {
  return markdown(items2.map((item) => `- ${item.replaceAll("\n", "\n  ")}`).join("\n"));
}
function quote(content) {
  return markdown(`> ${content.replaceAll("\n", "\n> ")}`);
}
function details(summary2, body, options = {}) {
  return markdown(`<details${options.open ? " open" : ""}><summary>${summary2}</summary>

${body}

</details>`);
}

// ../markdown/src/visible.ts
var INVISIBLE = new RegExp("[[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}]--[\\ufe0e\\ufe0f]]", "gv");
var PLAIN = /^[ -~]*$/;
function visible(text5) {
  if (PLAIN.test(text5)) return text5;
  return text5.toWellFormed().replace(INVISIBLE, (char) => {
    const point = char.codePointAt(0) ?? 0;
    return point > 65535 ? `\\u{${point.toString(16)}}` : `\\u${point.toString(16).padStart(4, "0")}`;
  });
}
function oneLine(text5) {
  return text5.replace(/[\t-\r \x85\u2028\u2029]+/g, " ");
}

// ../markdown/src/code.ts
function code(value2) {
  const shown = visible(value2.replaceAll("	", " ")) || " ";
  if (shown.includes("|")) return markdown(`<code>${entities(unlinked(shown))}</code>`);
  const fence3 = "`".repeat(longestRun(shown) + 1);
  const pad = /^`|`$|^ .*[^ ].* $/.test(shown) ? " " : "";
  return markdown(`${fence3}${pad}${shown}${pad}${fence3}`);
}
var PLAIN2 = /^[\n\t -~]*$/;
function fence(content, language) {
  if (!/^[\w+-]*$/.test(language)) throw new Error(`${JSON.stringify(language)} is not a language of a code block.`);
  const shown = PLAIN2.test(content) ? content : content.split("\n").map((line) => line.split("	").map(visible).join("	")).join("\n");
  const marks = "`".repeat(Math.max(3, longestRun(shown) + 1));
  return markdown(`${marks}${language}
${shown}
${marks}`);
}
function entities(shown) {
  return shown.replace(/[^A-Za-z0-9 \u0080-\u{10ffff}]|\u200b/gu, (char) => `&#${char.codePointAt(0)};`);
}
function longestRun(shown) {
  let longest = 0;
  for (const run of shown.match(/`+/g) ?? []) longest = Math.max(longest, run.length);
  return longest;
}

// ../markdown/src/comment.ts
function comment(words2) {
  return markdown(`<!-- ${visible(oneLine(words2)).trim().replaceAll("--", "-%2D")} -->`);
}

// ../markdown/src/foreign.ts
var OURS = /(<code>[\w &#;\u0080-\u{10ffff}]*<\/code>|<span>\$<\/span>)/u;
var UNWANTED = /<(?=[a-z/!?])|&(?=#?\w+;)|@|(?:#|GH-)(?=\d)|!(?=\[)/gi;
function foreign(source) {
  const shown = source.split(/\r?\n/).map((line) => line.split("	").map(visibleButGuards).join("	")).join("\n").split(OURS).map((part, index) => index % 2 === 0 ? part.replace(UNWANTED, `$&${GUARD}`) : part).join("");
  const open2 = openFence(shown);
  return markdown(open2 === void 0 ? shown : `${shown}
${open2}`);
}
function visibleButGuards(line) {
  return line.split(GUARD).map(visible).join(GUARD);
}
function openFence(source) {
  let open2;
  for (const line of source.split("\n")) {
    const [, marks, rest = ""] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (marks === void 0) continue;
    if (open2 === void 0) {
      if (marks.startsWith("~") || !rest.includes("`")) open2 = marks;
    } else if (marks.startsWith(open2) && rest.trim() === "") open2 = void 0;
  }
  return open2;
}

// ../markdown/src/text.ts
var FORMULA = String.raw`(?<=[^\s~\u2212+\-])\$|\$(?!\d)`;
var DOLLAR = "<span>$</span>";
var UNDERSCORE = "(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])";
var SPECIAL = new RegExp(String.raw`[\\\`*[\]<~|#]|&(?=[#\w]|$)|${UNDERSCORE}|${FORMULA}`, "g");
var LINE_START = /^( ?)(?:([-=:>])|([+.)])(?=\s|$)|(\d{1,9})([.)])(?=\s|$))/;
function text(value2) {
  const escaped2 = withinLine(value2).replace(
    LINE_START,
    (_all, space, sign = "", mark = "", digits = "", end = "") => digits === "" ? `${space}\\${sign}${mark}` : `${space}${digits}\\${end}`
  );
  return markdown(escaped2);
}
function withinLine(value2) {
  const plain = unlinked(visible(oneLine(value2)));
  return markdown(plain.replace(SPECIAL, (char) => char === "$" ? DOLLAR : `\\${char}`));
}

// ../markdown/src/html-text.ts
var ENTITIES = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  $: DOLLAR
};
var SPECIAL2 = new RegExp(`[&<>"']|${FORMULA}`, "g");
function htmlText(value2) {
  return htmlOf(unlinked(visible(oneLine(value2))).replace(SPECIAL2, (char) => ENTITIES[char] ?? char));
}
function htmlCode(value2) {
  const shown = visible(value2.replaceAll("	", " "));
  return htmlOf(`<code>${shown.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char)}</code>`);
}

// ../markdown/src/inline.ts
function sub(content) {
  return markdown(`<sub>${content}</sub>`);
}

// ../markdown/src/template.ts
var UNFIT_BEFORE = /(?:<(?:\/|[a-z!?][^>]*)?|[`\\]|\]\()$/i;
var UNFIT_AFTER = /^`/;
function md(words2, ...holes) {
  return markdown(filled(words2, holes));
}
function html(words2, ...holes) {
  return htmlOf(filled(words2, holes));
}
function filled(words2, holes) {
  let result = words2[0] ?? "";
  for (const [index, hole] of holes.entries()) {
    const before = words2[index] ?? "";
    const after = words2[index + 1] ?? "";
    if (UNFIT_BEFORE.test(before) || UNFIT_AFTER.test(after)) {
      throw new Error(`A hole stands between ${JSON.stringify(before)} and ${JSON.stringify(after)}.`);
    }
    const isBehindHole = before === "" && index > 0;
    result += `${seam(result, String(hole), isBehindHole)}${hole}${after}`;
  }
  return result;
}

// ../markdown/src/link.ts
function link(label, url) {
  const address = url.trim();
  if (!isLinkable(address)) return md`${label} (${text(address)})`;
  return markdown(`[${label === "" ? text(address) : label}](${destination(address)})`);
}
function isLinkable(address) {
  if (/^https?:\/\/[^/]/i.test(address)) return URL.canParse(address);
  return /^(?:\/(?![/\\])|\.{1,2}\/|#)/.test(address);
}
function destination(address) {
  return address.toWellFormed().replace(
    /[^\w.~:/?#@!$&'*+,;=%-]/gu,
    (char) => /[()[\]]/.test(char) ? `%${char.charCodeAt(0).toString(16).toUpperCase()}` : encodeURIComponent(char)
  ).replace(/&(?=#?\w+;)/g, "&amp;");
}

// ../markdown/src/table.ts
function table(head, rows, align) {
  const letters = align ?? "l".repeat(head.length);
  if (head.length === 0 || letters.length !== head.length || !/^[lr]+$/.test(letters)) {
    throw new Error(
      `A table of ${head.length} columns is aligned by ${JSON.stringify(letters)}: give l or r for each.`
    );
  }
  const odd = rows.find((cells) => cells.length !== head.length);
  if (odd) throw new Error(`A row has ${odd.length} cells where the head has ${head.length}: ${odd.join(", ")}`);
  const rule = head.map((title, index) => ruleOf(String(title).length, letters[index] === "r"));
  return markdown([row(head), `|${rule.join("|")}|`, ...rows.map(row)].join("\n"));
}
function ruleOf(width, isRight) {
  return "-".repeat(Math.max(3, width + 2) - (isRight ? 1 : 0)) + (isRight ? ":" : "");
}
function row(cells) {
  const shown = cells.map((content) => cell(content));
  return `|${shown.map((content) => content === "" ? " |" : ` ${content} |`).join("")}`;
}
function cell(content) {
  return String(content).replace(/\s*\n\s*/g, " ").replace(/\\.|\|/gs, (found) => found === "|" ? "\\|" : found);
}

// ../action-kit/src/sticky-body.ts
var ORDER_LINE = /^<!-- loki-adoption:order run=(\d+) attempt=(\d+) commit=([0-9a-f]*) -->$/;
var VOLATILE = /<!-- volatile -->[\s\S]*?<!-- \/volatile -->/g;
function composeSticky(marker, order, body) {
  const rest = body.startsWith(`${marker}
`) ? body.slice(marker.length + 1) : body;
  const commit = order?.commit.replace(/[^0-9a-f]/g, "") ?? "";
  const line = order && comment(`loki-adoption:order run=${order.run} attempt=${order.attempt} commit=${commit}`);
  return [marker, ...line ? [line] : [], rest].join("\n");
}
function hasMarker(text5, marker) {
  return lines2(text5)[0] === marker;
}
function orderOf(text5) {
  const match = ORDER_LINE.exec(lines2(text5)[1] ?? "");
  if (!match) return void 0;
  return { run: Number(match[1]), attempt: Number(match[2]), commit: match[3] ?? "" };
}
function isNewer(a, b) {
  if (a === void 0) return false;
  if (b === void 0) return true;
  return a.run !== b.run ? a.run > b.run : a.attempt > b.attempt;
}
function saysTheSame(a, b) {
  return significant(a) === significant(b);
}
function significant(text5) {
  return lines2(text5).filter((line, index) => index !== 1 || !ORDER_LINE.test(line)).join("\n").replace(VOLATILE, "").trimEnd();
}
function lines2(text5) {
  return (text5 ?? "").split(/\r?\n/);
}

// ../action-kit/src/comments.ts
var DEFAULT_AUTHOR = "github-actions[bot]";
var ATTEMPTS = 5;
async function upsertComment(sticky) {
  let author = sticky.author ?? DEFAULT_AUTHOR;
  let created;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const comments = attempt === 1 && sticky.known !== void 0 ? (await sticky.known).filter(({ body }) => hasMarker(body, sticky.marker)) : await findComments(sticky, author);
    const [keep = created, ...doubles] = comments;
    if (keep !== void 0) {
      const settled = await settle(sticky, keep, doubles, created?.id);
      if (settled !== "gone") return settled;
    }
    try {
      created = await create(sticky);
      author = sticky.author ?? created.user?.login ?? author;
    } catch (error2) {
      if ((httpStatus(error2) ?? 0) < 500 || attempt === ATTEMPTS) throw error2;
    }
  }
  throw new Error("The comment disappears each time it is created.");
}
async function findComments(sticky, author) {
  return listComments(sticky, author, (body) => hasMarker(body, sticky.marker));
}
async function listComments({ owner, repo, issueNumber, github }, author, fits) {
  const all = [];
  for (let page = 1; ; page++) {
    const { data: data2, headers } = await github.rest.issues.listComments({
      owner,
      repo,
      issue_number: issueNumber,
      per_page: 100,
      page
    });
    all.push(...data2);
    if (!headers.link?.includes('rel="next"')) break;
  }
  return all.filter((comment2) => comment2.user?.login === author && fits(comment2.body ?? "")).sort((a, b) => a.id - b.id);
}
async function settle(sticky, keep, doubles, createdId) {
  const text5 = composeSticky(sticky.marker, sticky.order, sticky.body);
  const others = [keep, ...doubles].filter((comment2) => comment2.id !== createdId);
  const superseded = await isSuperseded(sticky, others);
  const same = saysTheSame(keep.body, text5);
  if (!superseded && !same) {
    if (!await rewriteComment(sticky, keep.id, text5)) return "gone";
  }
  for (const double of doubles) {
    if (double.id === createdId || !superseded) await deleteComment(sticky, double.id);
  }
  const posted = superseded ? "superseded" : keep.id === createdId ? "created" : same ? "unchanged" : "updated";
  return {
    id: keep.id,
    nodeId: keep.node_id,
    url: keep.html_url,
    posted,
    ...posted === "updated" && { replaced: keep.body }
  };
}
async function isSuperseded({ order, newestCommit }, others) {
  const orders = others.map((comment2) => orderOf(comment2.body));
  const ofOtherCommits = orders.filter((other) => other !== void 0 && other.commit !== order?.commit);
  const newest = order !== void 0 && ofOtherCommits.length > 0 ? await newestCommit?.() : void 0;
  if (newest === void 0) return orders.some((other) => isNewer(other, order));
  if (order?.commit !== newest) return true;
  return orders.some((other) => other?.commit === newest && isNewer(other, order));
}
async function create(sticky) {
  const { owner, repo, issueNumber, marker, body, order, github } = sticky;
  const { data: data2 } = await github.rest.issues.createComment({
    owner,
    repo,
    issue_number: issueNumber,
    body: composeSticky(marker, order, body)
  });
  return data2;
}
async function rewriteComment({ github, owner, repo }, id, body) {
  return unlessGone(github.rest.issues.updateComment({ owner, repo, comment_id: id, body }));
}
async function deleteComment({ github, owner, repo }, id) {
  await unlessGone(github.rest.issues.deleteComment({ owner, repo, comment_id: id }));
}
async function unlessGone(call) {
  try {
    await call;
    return true;
  } catch (error2) {
    if (httpStatus(error2) === 404 || httpStatus(error2) === 410) return false;
    throw error2;
  }
}

// ../action-kit/src/context.ts
var import_node_fs = __toESM(require_node_fs(), 1);
function runContext(env = process.env) {
  const [owner = "", repo = ""] = (env["GITHUB_REPOSITORY"] ?? "").split("/");
  const eventPath = env["GITHUB_EVENT_PATH"];
  return {
    owner,
    repo,
    sha: env["GITHUB_SHA"] ?? "",
    runId: Number(env["GITHUB_RUN_ID"] ?? 0),
    runNumber: Number(env["GITHUB_RUN_NUMBER"] ?? 0),
    runAttempt: Number(env["GITHUB_RUN_ATTEMPT"] ?? 1),
    actor: env["GITHUB_ACTOR"] ?? "",
    eventName: env["GITHUB_EVENT_NAME"] ?? "",
    payload: eventPath ? readEvent(eventPath) : {},
    apiUrl: env["GITHUB_API_URL"] ?? "https://api.github.com",
    serverUrl: env["GITHUB_SERVER_URL"] ?? "https://github.com"
  };
}
function runUrl(context) {
  return `${context.serverUrl}/${context.owner}/${context.repo}/actions/runs/${context.runId}`;
}
function readEvent(path2) {
  try {
    return JSON.parse((0, import_node_fs.readFileSync)(path2, "utf8"));
  } catch (error2) {
    throw new UserError(`GITHUB_EVENT_PATH names ${path2}, which can't be read as JSON.`, { cause: error2 });
  }
}

// ../action-kit/src/request.ts
var ConnectionError = class extends Error {
  name = "ConnectionError";
};
var MAX_REDIRECTS = 5;
async function request(address, { timeoutMs, ...options }) {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    return await follow(new URL(address), options, signal);
  } catch (error2) {
    if (signal.aborted) throw new ConnectionError(`no answer within ${timeoutMs / 1e3} s`, { cause: error2 });
    if (!(error2 instanceof Error && "code" in error2) || error2 instanceof TypeError) throw error2;
    throw new ConnectionError(`no answer (${error2.code})`, { cause: error2 });
  }
}
async function follow(url, options, signal, redirects = MAX_REDIRECTS) {
  const answer = await exchange(url, options, signal);
  const next = redirects > 0 ? redirectOf(url, answer, options.method) : void 0;
  if (next === void 0) {
    const headers2 = Object.entries(answer.headers).map(([name4, value2]) => [name4, String(value2)]);
    return { status: answer.statusCode ?? 0, headers: Object.fromEntries(headers2), text: await textOf(answer) };
  }
  answer.resume();
  if (next.origin === url.origin) return follow(next, options, signal, redirects - 1);
  const { authorization: _, ...headers } = options.headers;
  return follow(next, { ...options, headers }, signal, redirects - 1);
}
async function exchange(url, { method, headers, body }, signal) {
  const client = url.protocol === "http:" ? await Promise.resolve().then(() => __toESM(require_node_http(), 1)) : await Promise.resolve().then(() => __toESM(require_node_https(), 1));
  return new Promise((resolve, reject) => {
    const options = { method, headers: { ...headers, "accept-encoding": "gzip" }, signal };
    client.request(url, options, resolve).on("error", reject).end(body);
  });
}
function redirectOf(url, answer, method) {
  const { statusCode = 0, headers } = answer;
  const isFollowed = [307, 308].includes(statusCode) || method === "GET" && [301, 302].includes(statusCode);
  return isFollowed && headers.location !== void 0 ? new URL(headers.location, url) : void 0;
}
async function textOf(answer) {
  const chunks = [];
  for await (const chunk of answer) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  if (answer.headers["content-encoding"] !== "gzip") return bytes.toString();
  const { gunzipSync } = await Promise.resolve().then(() => __toESM(require_node_zlib(), 1));
  return gunzipSync(bytes).toString();
}

// ../action-kit/src/direct-github.ts
init_retry_policy();
var RequestError = class extends Error {
  status;
  response;
  constructor(status, message, headers) {
    super(message);
    this.status = status;
    this.response = { headers };
  }
};
function connectDirectly(token, context, options = {}) {
  const { apiUrl = context.apiUrl, retryUnitMs = 1e3 } = options;
  const log = options.log ?? ((message) => void process.stderr.write(`${message}
`));
  const headers = {
    accept: "application/vnd.github+json",
    authorization: `token ${token}`,
    "user-agent": "loki-adoption",
    "x-github-api-version": "2022-11-28"
  };
  let proxied;
  async function once2(method, url, body) {
    proxied ??= useProxy(process.env, log);
    await proxied;
    const response = await request(url, {
      method,
      headers: body === void 0 ? headers : { ...headers, "content-type": "application/json; charset=utf-8" },
      ...body !== void 0 && { body: JSON.stringify(body) },
      timeoutMs: REQUEST_TIMEOUT_MS
    });
    const { status, text: text5 } = response;
    if (status < 200 || status > 299) throw new RequestError(status, wordsOf(text5, status), response.headers);
    const { link: link2 } = response.headers;
    return { data: text5 === "" ? void 0 : parsed(text5), headers: link2 === void 0 ? {} : { link: link2 } };
  }
  async function call(method, path2, body, retries = FAILURE_RETRIES) {
    const url = path2.startsWith("/") ? `${apiUrl.replace(/\/$/, "")}${path2}` : path2;
    for (let failures = 0, limits = 0; ; ) {
      try {
        return await once2(method, url, body);
      } catch (error2) {
        const pause = pauseFor(error2);
        if (pause !== void 0) {
          if (!waitsForRateLimit(`${method} ${path2}`, pause, limits++, log)) throw error2;
          await wait(pause * retryUnitMs);
        } else {
          if (!isPassing(error2) || failures++ >= retries) throw error2;
          await wait(failures ** 2 * retryUnitMs);
        }
      }
    }
  }
  return {
    rest: {
      issues: {
        listComments: ({ owner, repo, issue_number, per_page, page }) => call(
          "GET",
          `/repos/${owner}/${repo}/issues/${issue_number}/comments?per_page=${per_page}&page=${page}`
        ),
        createComment: ({ owner, repo, issue_number, body }) => call("POST", `/repos/${owner}/${repo}/issues/${issue_number}/comments`, { body }, 0),
        updateComment: ({ owner, repo, comment_id, body }) => call("PATCH", `/repos/${owner}/${repo}/issues/comments/${comment_id}`, { body }),
        deleteComment: ({ owner, repo, comment_id }) => call("DELETE", `/repos/${owner}/${repo}/issues/comments/${comment_id}`)
      },
      pulls: { get: ({ owner, repo, pull_number }) => call("GET", `/repos/${owner}/${repo}/pulls/${pull_number}`) },
      repos: {
        listPullRequestsAssociatedWithCommit: ({ owner, repo, commit_sha }) => call("GET", `/repos/${owner}/${repo}/commits/${encodeURIComponent(commit_sha)}/pulls`)
      }
    },
    graphql: async (query, variables) => {
      const { data: data2 } = await call("POST", graphqlUrl(apiUrl), {
        query,
        variables
      });
      const [problem] = data2.errors ?? [];
      if (problem !== void 0) throw new Error(`GitHub's GraphQL API: ${problem.message}`);
      return data2;
    }
  };
}
async function useProxy(env, log) {
  const names = ["HTTPS_PROXY", "HTTP_PROXY"].flatMap((name4) => [name4, name4.toLowerCase()]);
  if (!names.some((name4) => (env[name4] ?? "") !== "")) return;
  const { setGlobalProxyFromEnv } = await Promise.resolve().then(() => __toESM(require_node_http(), 1));
  if (setGlobalProxyFromEnv === void 0) {
    log(`Node ${process.version} can't use the proxy of this environment: set NODE_USE_ENV_PROXY=1 for this step.`);
  } else setGlobalProxyFromEnv();
}
function graphqlUrl(apiUrl) {
  return `${apiUrl.replace(/\/$/, "").replace(/\/api\/v3$/, "/api")}/graphql`;
}
function parsed(text5) {
  try {
    return JSON.parse(text5);
  } catch (error2) {
    throw new Error(`GitHub's answer is not JSON: ${errorMessage(error2)}`, { cause: error2 });
  }
}
function wordsOf(text5, status) {
  try {
    const answer = JSON.parse(text5);
    const errors = answer.errors === void 0 ? "" : ` (${JSON.stringify(answer.errors)})`;
    return `${answer.message ?? `status ${status}`}${errors}`;
  } catch {
    return `status ${status}`;
  }
}
function pauseFor(error2) {
  if (!(error2 instanceof RequestError) || error2.status !== 429 && error2.status !== 403) return void 0;
  const { headers } = error2.response;
  if (headers["retry-after"] !== void 0) return Number(headers["retry-after"]) || 1;
  if (headers["x-ratelimit-remaining"] === "0") {
    return Math.max(1, Math.ceil(Number(headers["x-ratelimit-reset"] ?? 0) - Date.now() / 1e3) + 1);
  }
  return error2.status === 429 || /secondary rate/i.test(error2.message) ? LONGEST_PAUSE_SECONDS : void 0;
}
function isPassing(error2) {
  return error2 instanceof RequestError ? error2.status >= 500 : error2 instanceof ConnectionError;
}
function wait(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

// ../action-kit/src/hidden-comments.ts
async function minimizeComment(github, comment2) {
  await github.graphql(
    "mutation($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { clientMutationId } }",
    { id: comment2.node_id }
  );
}
async function unminimizeComment(github, comment2) {
  await github.graphql("mutation($id: ID!) { unminimizeComment(input: { subjectId: $id }) { clientMutationId } }", {
    id: comment2.node_id
  });
}

// ../action-kit/src/inputs.ts
function requiredInput(name4) {
  const value2 = getInput(name4);
  if (value2 === "") throw new UserError(`Input "${name4}" is required and empty: set it in the step's "with:".`);
  return value2;
}
function optionalInput(name4) {
  const value2 = getInput(name4);
  return value2 === "" ? void 0 : value2;
}
function choiceInput(name4, choices, fallback) {
  const value2 = getInput(name4);
  if (value2 === "") return fallback;
  const choice = choices.find((candidate) => candidate === value2);
  if (choice === void 0)
    throw new UserError(`Input "${name4}" is "${value2}": expected one of ${choices.join(", ")}.`);
  return choice;
}
function linesInput(name4) {
  return getMultilineInput(name4).filter((line) => line !== "");
}
function secretInput(name4) {
  const value2 = optionalInput(name4);
  if (value2 !== void 0) setSecret(value2);
  return value2;
}

// ../action-kit/src/outputs.ts
var import_node_fs2 = __toESM(require_node_fs(), 1);
function setOutputs(outputs) {
  for (const [name4, value2] of Object.entries(outputs)) {
    if (value2 !== void 0) setOutput(name4, String(value2));
  }
}
var SUMMARY_LIMIT_BYTES = 1024 * 1024;
var CUT_NOTE = "\n\n_Cut: a job summary holds 1 MiB._\n";
function writeSummary(markdown2) {
  const file = process.env["GITHUB_STEP_SUMMARY"];
  if (!file) return;
  const text5 = markdown2.endsWith("\n") ? markdown2 : `${markdown2}
`;
  const bytes = Buffer.from(text5);
  const room = SUMMARY_LIMIT_BYTES - ((0, import_node_fs2.statSync)(file, { throwIfNoEntry: false })?.size ?? 0);
  const kept = room - CUT_NOTE.length;
  if (bytes.length <= room) {
    (0, import_node_fs2.appendFileSync)(file, text5);
  } else if (kept >= 0) {
    (0, import_node_fs2.appendFileSync)(file, new TextDecoder().decode(bytes.subarray(0, kept), { stream: true }) + CUT_NOTE);
  }
}

// ../action-kit/src/pull-requests.ts
async function readPullRequest(place, number2) {
  const { github, owner, repo } = place;
  try {
    const { data: data2 } = await github.rest.pulls.get({ owner, repo, pull_number: number2 });
    return { number: number2, isOpen: data2.state === "open", head: data2.head.sha, description: data2.body ?? "" };
  } catch (error2) {
    if ([403, 404].includes(httpStatus(error2) ?? 0)) return void 0;
    throw error2;
  }
}
async function pullRequestOf(place, commit) {
  const { github, owner, repo } = place;
  const { data: data2 } = await github.rest.repos.listPullRequestsAssociatedWithCommit({ owner, repo, commit_sha: commit });
  const merged = data2.filter((pull) => pull.merged_at !== null);
  const found = merged.find((pull) => pull.merge_commit_sha === commit) ?? (merged.length === 1 ? merged[0] : void 0);
  return found && { number: found.number, isOpen: false, head: found.head.sha, description: found.body ?? "" };
}

// ../action-kit/src/repository-settings/rulesets.ts
var import_node_util = __toESM(require_node_util(), 1);

// ../action-kit/src/run.ts
async function runAction(main2) {
  try {
    await main2();
  } catch (thrown) {
    const error2 = explainGitHubError(thrown, "GitHub refused a call");
    if (!isExpected(error2) && error2 instanceof Error && error2.stack) info(error2.stack);
    setFailed(errorMessage(error2));
  }
}

// src/inputs.ts
var import_node_os = __toESM(require_node_os(), 1);
var import_node_path = __toESM(require_node_path(), 1);
function readInputs(context, env = process.env) {
  const mode = choiceInput("mode", ["comment", "summary", "file", "compare", "roll-up"], "comment");
  const pull = record(context.payload["pull_request"]);
  const common = {
    token: secretInput("github-token"),
    pullRequest: pullRequest(context),
    // For a pull request GITHUB_SHA is a merge that nobody has seen: people know the head.
    commit: text2(record(pull["head"])["sha"]) ?? (context.sha || void 0),
    run: context.runId > 0 ? { number: context.runNumber, url: runUrl(context) } : void 0
  };
  if (mode === "roll-up") {
    const outdated = choiceInput("outdated", ["mark", "minimize", "delete"], "mark");
    return { mode, ...common, environments: environmentList(), outdated };
  }
  const environment = requiredInput("environment");
  const planFiles = linesInput("plan-file");
  if (planFiles.length === 0) throw new UserError('Input "plan-file" is empty: name a file of `terraform show -json`.');
  return {
    mode,
    ...common,
    planFiles,
    environment,
    bodyFile: optionalInput("body-file") ?? (0, import_node_path.join)(env["RUNNER_TEMP"] ?? (0, import_node_os.tmpdir)(), `plan-comment-${environment}.md`),
    bodyArtifact: optionalInput("body-artifact"),
    configDiffFile: optionalInput("config-diff-file"),
    costFile: optionalInput("cost-file"),
    consequencesFile: optionalInput("consequences-file"),
    phaseFrom: optionalInput("phase-from"),
    phaseTo: optionalInput("phase-to"),
    notInEffect: linesInput("not-in-effect"),
    approvedPlan: approvedPlan(),
    failOn: choiceInput("fail-on", ["none", "policy", "destroy", "changed"], "none")
  };
}
function approvedPlan() {
  const given = optionalInput("approved-plan");
  if (given === void 0 || /^[0-9a-f]{64}$/.test(given)) return given;
  throw new UserError(
    'Input "approved-plan" is not the fingerprint of a plan: copy its 64 hex digits from the error of the run that stopped.'
  );
}
function environmentList() {
  const lines3 = linesInput("environments");
  if (!lines3[0]?.startsWith("[")) return lines3;
  try {
    const list3 = JSON.parse(lines3.join("\n"));
    if (Array.isArray(list3) && list3.every((name4) => typeof name4 === "string")) return list3;
  } catch {
  }
  throw new UserError('Input "environments" is not a JSON list of names: give ["dev", "prod"], or one name a line.');
}
function pullRequest({ payload }) {
  const given = optionalInput("pull-request");
  if (given !== void 0 && !/^[1-9][0-9]{0,9}$/.test(given)) {
    throw new UserError(`Input "pull-request" is "${given}": expected the number of a pull request.`);
  }
  const pull = record(payload["pull_request"]);
  const issue2 = record(payload["issue"]);
  const source = pull["number"] === void 0 ? issue2["pull_request"] === void 0 ? {} : issue2 : pull;
  const fromEvent = source["number"];
  const number2 = given === void 0 ? fromEvent : Number(given);
  if (typeof number2 !== "number") return void 0;
  const isOfEvent = number2 === pull["number"];
  const description = number2 === fromEvent ? text2(source["body"]) ?? "" : "";
  return { number: number2, isOfEvent, isClosed: number2 === fromEvent && source["state"] === "closed", description };
}
function record(value2) {
  return typeof value2 === "object" && value2 !== null ? value2 : {};
}
function text2(value2) {
  return typeof value2 === "string" && value2 !== "" ? value2 : void 0;
}

// src/adapters/files.ts
var import_node_fs3 = __toESM(require_node_fs(), 1);
var import_node_path2 = __toESM(require_node_path(), 1);
var import_promises = __toESM(require_promises(), 1);

// src/core/read/long-number.ts
var LongNumber = class _LongNumber {
  static #known = /* @__PURE__ */ new Map();
  digits;
  constructor(digits) {
    this.digits = digits;
  }
  static of(digits) {
    const known = _LongNumber.#known.get(digits) ?? new _LongNumber(digits);
    _LongNumber.#known.set(digits, known);
    return known;
  }
  /** Whether a double says the same as the text that it was read from. */
  static fits(value2, source) {
    const shown = String(value2);
    return shown === source || significant2(shown) === significant2(source);
  }
  toString() {
    return this.digits;
  }
};
function significant2(text5) {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = /^(-?)(\d*)(?:\.(\d*))?(?:[eE]([-+]?\d+))?$/.exec(text5) ?? [];
  const digits = (whole + fraction).replace(/^0+/, "");
  const short2 = digits.replace(/0+$/, "");
  return short2 === "" ? "0" : `${sign}.${short2}e${Number(exponent) - fraction.length + digits.length}`;
}

// src/core/read/json.ts
function isObject(value2) {
  return typeof value2 === "object" && value2 !== null && !Array.isArray(value2) && !(value2 instanceof LongNumber);
}
function isArray(value2) {
  return Array.isArray(value2);
}
function isScalar(value2) {
  return typeof value2 !== "object" || value2 === null || value2 instanceof LongNumber;
}
function child(value2, key) {
  if (isArray(value2)) return typeof key === "number" ? value2[key] : void 0;
  return isObject(value2) && Object.hasOwn(value2, key) ? value2[key] : void 0;
}
function text3(value2) {
  return typeof value2 === "string" ? value2 : void 0;
}
function items(value2) {
  return isArray(value2) ? value2 : [];
}
function asObject(value2) {
  return isObject(value2) ? value2 : {};
}
function canonical(value2) {
  if (typeof value2 !== "object" || value2 === null) return JSON.stringify(value2 ?? null);
  if (value2 instanceof LongNumber) return value2.digits;
  let text5 = "";
  if (isArray(value2)) {
    for (const inner of value2) text5 += `${text5 === "" ? "" : ","}${canonical(inner)}`;
    return `[${text5}]`;
  }
  const fields = value2;
  for (const key of sortedKeys(fields)) {
    text5 += `${text5 === "" ? "" : ","}${quoted(key)}:${canonical(fields[key])}`;
  }
  return `{${text5}}`;
}
function sortedKeys(fields) {
  const keys = Object.keys(fields);
  for (let index = 1; index < keys.length; index++) {
    if ((keys[index - 1] ?? "") > (keys[index] ?? "")) return keys.sort();
  }
  return keys;
}
var QUOTED = /* @__PURE__ */ new Map();
var MOST_QUOTED = 1e4;
function quoted(key) {
  const known = QUOTED.get(key);
  if (known !== void 0) return known;
  const text5 = JSON.stringify(key);
  if (QUOTED.size < MOST_QUOTED) QUOTED.set(key, text5);
  return text5;
}
function isEqual(a, b) {
  if (a === b) return true;
  if (isScalar(a) || isScalar(b)) return (a ?? null) === (b ?? null);
  if (isArray(a) || isArray(b)) {
    return isArray(a) && isArray(b) && a.length === b.length && a.every((inner, index) => isEqual(inner, b[index]));
  }
  const [one, other] = [a, b];
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) => Object.hasOwn(other, key) && isEqual(one[key], other[key]));
}
function parseJson(text5, mayBeLong = MAY_BE_LONG.test(text5)) {
  return JSON.parse(text5, mayBeLong ? keepDigits : void 0);
}
var MAY_BE_LONG = /[[:,\s]-?\d(?:[\d.]{15}|[\d.]*[eE][-+]?\d{3})|^-?\d[\d.]{15}/;
function keepDigits(_key, value2, context) {
  const source = context?.source;
  return typeof value2 === "number" && source !== void 0 && !LongNumber.fits(value2, source) ? LongNumber.of(source) : value2;
}
function parseEmbedded(value2) {
  const first = value2.trimStart()[0];
  if (first !== "{" && first !== "[") return void 0;
  try {
    return parseJson(value2);
  } catch {
    return void 0;
  }
}

// src/core/read/json-reader.ts
var QUOTE = 34;
var BACKSLASH = 92;
var [OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY, COLON, COMMA] = [123, 125, 91, 93, 58, 44];
var DEEPEST = 2e3;
var JsonReader = class {
  /** Index of the next byte. */
  at;
  bytes;
  #source;
  /** Whether what was stepped over last holds a number that a double may not hold. */
  #mayBeLong = false;
  constructor(bytes, source, at = 0) {
    this.bytes = bytes;
    this.#source = source;
    this.at = at;
  }
  /** Calls `member` at the value of each member; what it doesn't read is skipped. Any other value than an object is skipped. */
  object(member) {
    this.#collection(OPEN_OBJECT, CLOSE_OBJECT, () => {
      const key = this.#peek() === QUOTE ? this.value() : this.#damaged();
      this.#expect(COLON);
      this.#peek();
      const start = this.at;
      member(String(key));
      if (this.at === start) this.skip();
    });
  }
  /** The same for the elements of an array. */
  array(element2) {
    let index = 0;
    this.#collection(OPEN_ARRAY, CLOSE_ARRAY, () => {
      this.#peek();
      const start = this.at;
      element2(index++);
      if (this.at === start) this.skip();
    });
  }
  isAtArray() {
    return this.#peek() === OPEN_ARRAY;
  }
  /** The next value, whole. */
  value() {
    const start = this.skip();
    return this.parse(start, this.at, this.#mayBeLong);
  }
  /** What stands between two places that `skip` gave. */
  parse(start, end, mayBeLong) {
    const text5 = this.bytes.toString("utf8", start, end);
    try {
      return parseJson(text5, mayBeLong);
    } catch {
      this.at = start;
      return this.#damaged();
    }
  }
  /** Steps over the next value and returns where it starts. */
  skip() {
    this.#peek();
    const start = this.at;
    const { bytes } = this;
    let depth = 0;
    this.#mayBeLong = false;
    do {
      const byte = this.#peek();
      if (byte === QUOTE) this.#skipString();
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
        if (++depth > DEEPEST) this.#damaged();
        this.at++;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        if (--depth < 0) this.#damaged();
        this.at++;
      } else if (byte === COLON || byte === COMMA) {
        if (depth === 0) this.#damaged();
        this.at++;
      } else {
        const before = this.at;
        while (isOfScalar(bytes[this.at])) this.at++;
        if (this.at === before) this.#damaged();
        if (isLong(bytes, before, this.at)) this.#mayBeLong = true;
      }
    } while (depth > 0);
    return start;
  }
  #collection(open2, close, step) {
    if (this.#peek() !== open2) {
      this.skip();
      return;
    }
    this.at++;
    if (this.#peek() === close) {
      this.at++;
      return;
    }
    for (; ; ) {
      step();
      const byte = this.#peek();
      this.at++;
      if (byte === close) return;
      if (byte !== COMMA) {
        this.at--;
        this.#damaged();
      }
    }
  }
  #expect(byte) {
    if (this.#peek() !== byte) this.#damaged();
    this.at++;
  }
  /** The next byte that is not whitespace. */
  #peek() {
    const { bytes } = this;
    for (let byte = bytes[this.at]; byte !== void 0; byte = bytes[++this.at]) {
      if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9) return byte;
    }
    return this.#truncated();
  }
  #skipString() {
    const { bytes } = this;
    let at = this.at + 1;
    for (let byte = bytes[at]; byte !== QUOTE; byte = bytes[at]) {
      if (byte === void 0) this.#truncated();
      at += byte === BACKSLASH ? 2 : 1;
    }
    this.at = at + 1;
  }
  #truncated() {
    throw new UserError(
      `${this.#source} ends in the middle of its JSON (after ${this.bytes.length} bytes): write it again, the disk may be full or the command was killed.`
    );
  }
  #damaged() {
    throw this.problem(`the JSON is broken at byte ${this.at}`);
  }
  /** For what is JSON but not as Terraform writes it. */
  problem(what) {
    return new UserError(
      `${this.#source} is damaged, ${what}: write it again with \`terraform show -json PLANFILE\`, and edit nothing.`
    );
  }
};
function isOfScalar(byte) {
  if (byte === void 0) return false;
  return byte >= 97 && byte <= 122 || byte >= 43 && byte <= 57 && byte !== COMMA || byte === 69;
}
function isLong(bytes, start, end) {
  if ((bytes[start] ?? 0) > 57) return false;
  if (end - start >= 16) return true;
  for (let at = start; at < end; at++) if (((bytes[at] ?? 0) | 32) === 101) return true;
  return false;
}

// src/core/read/checks.ts
function checksOf(checks) {
  const withStatus = (...wanted) => items(checks).filter((check) => wanted.includes(statusOf(check)));
  const failed = withStatus("fail", "error");
  return {
    passed: withStatus("pass").length,
    unknown: withStatus("unknown").length,
    failures: failed.length,
    failed: failed.flatMap(problemsOf)
  };
}
function problemsOf(check) {
  const address = addressOf(check) ?? "check";
  const instances = items(child(check, "instances")).filter(
    (each) => /^(fail|error)$/.test(statusOf(each)) || hasProblems(each)
  );
  const problems = instances.flatMap((instance) => {
    const place = addressOf(instance) ?? address;
    const messages = items(child(instance, "problems")).map((problem) => text3(child(problem, "message")) ?? "");
    return (messages.length === 0 ? [wordsFor(instance)] : messages).map((message) => ({ address: place, message }));
  });
  return problems.length > 0 ? problems : [{ address, message: wordsFor(check) }];
}
function hasProblems(instance) {
  return items(child(instance, "problems")).length > 0;
}
function addressOf(entry2) {
  return text3(child(child(entry2, "address"), "to_display"));
}
function statusOf(entry2) {
  return text3(child(entry2, "status")) ?? "";
}
function wordsFor(entry2) {
  return statusOf(entry2) === "error" ? "can\u2019t be evaluated" : "doesn\u2019t hold";
}

// src/core/read/configuration.ts
function blocksOf(root) {
  const blocks2 = /* @__PURE__ */ new Map();
  for (const { prefix, module } of modulesOf(root)) {
    for (const resource of items(child(module, "resources"))) {
      const expressions = child(resource, "expressions");
      if (!isObject(expressions)) continue;
      const attributes = new Set(Object.keys(expressions));
      const provisioners = child(resource, "provisioners") ?? null;
      blocks2.set(`${prefix}${text3(child(resource, "address"))}`, { attributes, provisioners });
    }
  }
  return (address) => blocks2.get(address.replace(/\["(?:[^"\\]|\\.)*"\]|\[\d+\]/g, ""));
}
function modulesOf(root) {
  const modules = [{ prefix: "", module: root }];
  for (const { prefix, module } of modules) {
    for (const [name4, call] of Object.entries(asObject(child(module, "module_calls")))) {
      modules.push({ prefix: `${prefix}module.${name4}.`, module: child(call, "module") });
    }
  }
  return modules;
}
function providersOf(configuration, variables) {
  return Object.entries(asObject(child(configuration, "provider_config"))).map(([name4, settings]) => {
    const names = child(settings, "module_address") === void 0 ? variablesIn(child(settings, "expressions")) : [];
    const given = names.map((each) => [each, child(child(variables, each), "value") ?? null]);
    return { name: name4, settings, variables: Object.fromEntries(given) };
  });
}
function variablesIn(expressions) {
  const names = /* @__PURE__ */ new Set();
  const walk = (value2) => {
    for (const reference of items(child(value2, "references"))) {
      const name4 = /^var\.([^.[]+)/.exec(String(reference))?.[1];
      if (name4 !== void 0) names.add(name4);
    }
    if (isArray(value2)) for (const inner of value2) walk(inner);
    if (isObject(value2)) for (const inner of Object.values(value2)) walk(inner);
  };
  walk(expressions ?? null);
  return [...names].sort();
}
function namesOf(root) {
  const names = /* @__PURE__ */ new Set();
  const add = (object) => {
    for (const name4 of Object.keys(asObject(object))) names.add(name4);
  };
  for (const { module } of modulesOf(root)) {
    for (const key of ["variables", "outputs", "module_calls"]) add(child(module, key));
    for (const resource of items(child(module, "resources"))) attributesIn(child(resource, "expressions"), names);
  }
  return names;
}
function attributesIn(expressions, names) {
  for (const [name4, expression] of Object.entries(asObject(expressions))) {
    names.add(name4);
    for (const block of isArray(expression) ? expression : [expression]) {
      const isValue = child(block, "constant_value") !== void 0 || child(block, "references") !== void 0;
      if (!isValue) attributesIn(block, names);
    }
  }
}

// src/core/read/invocations.ts
function invocationsOf(fields) {
  const planned = items(fields["action_invocations"]).map((entry2) => invocation(entry2, void 0));
  const deferred = items(fields["deferred_action_invocations"]).map(
    (entry2) => invocation(deferredAction(entry2), text3(child(entry2, "reason")) ?? "unknown")
  );
  return [...planned.sort(byOrder), ...deferred.sort(byOrder)];
}
function deferredAction(entry2) {
  return child(entry2, "action_invocation") ?? entry2;
}
function byOrder(a, b) {
  if (a.trigger !== b.trigger) return 0;
  const rank = ({ event }) => event.startsWith("Before") ? 0 : 1;
  return rank(a) - rank(b) || (a.block ?? 0) - (b.block ?? 0) || (a.place ?? 0) - (b.place ?? 0);
}
function invocation(entry2, deferred) {
  const trigger = child(entry2, "lifecycle_action_trigger");
  const caller = child(child(entry2, "invoke_action_trigger"), "calling_resource_address");
  return {
    address: text3(child(entry2, "address")) ?? "",
    type: text3(child(entry2, "type")) ?? "",
    providerName: text3(child(entry2, "provider_name")),
    event: text3(child(trigger, "action_trigger_event")) ?? "Invoke",
    trigger: text3(child(trigger, "triggering_resource_address")) ?? text3(caller),
    block: number(child(trigger, "action_trigger_block_index")),
    place: number(child(trigger, "actions_list_index")),
    onFailure: text3(child(trigger, "on_failure")),
    deferred,
    values: child(entry2, "config_values") ?? null,
    unknown: child(entry2, "config_unknown") ?? false,
    sensitive: child(entry2, "config_sensitive") ?? false
  };
}
function number(value2) {
  return typeof value2 === "number" ? value2 : void 0;
}

// src/core/read/plan.ts
function toPlan(document, source) {
  const { fields, changes, drift, secrets } = document;
  const blocks2 = blocksOf(child(fields["configuration"], "root_module"));
  return {
    source,
    terraformVersion: text3(fields["terraform_version"]),
    errored: fields["errored"] === true,
    isIncomplete: fields["complete"] === false,
    isRefreshOnly: isRefreshOnly(document),
    providers: providersOf(fields["configuration"], fields["variables"]),
    changes: changes.map((entry2) => resourceChange(entry2, blocks2)),
    drift: drift.map((entry2) => resourceChange(entry2, blocks2)),
    outputs: outputChanges(fields["output_changes"]),
    deferred: items(fields["deferred_changes"]).map((entry2) => ({
      reason: text3(child(entry2, "reason")) ?? "unknown",
      change: resourceChange(child(entry2, "resource_change") ?? null, blocks2)
    })),
    invocations: invocationsOf(fields),
    checks: checksOf(fields["checks"]),
    names: namesOf(child(fields["configuration"], "root_module")),
    secrets
  };
}
function isRefreshOnly({ keys, fields, drift, entries }) {
  if (drift.length === 0 || entries > 0 || fields["errored"] === true) return false;
  return fields["applyable"] === true || !keys.has("applyable") && !keys.has("resource_changes");
}
function resourceChange(entry2, blocks2) {
  const address = text3(child(entry2, "address")) ?? "";
  const change = child(entry2, "change");
  return {
    address,
    previousAddress: text3(child(entry2, "previous_address")),
    type: text3(child(entry2, "type")) ?? "",
    mode: text3(child(entry2, "mode")) ?? "managed",
    deposed: text3(child(entry2, "deposed")),
    reason: text3(child(entry2, "action_reason")),
    providerName: text3(child(entry2, "provider_name")),
    importing: importOf(child(change, "importing")),
    beforeIdentity: child(change, "before_identity") ?? null,
    afterIdentity: child(change, "after_identity") ?? null,
    generatedConfig: text3(child(change, "generated_config")),
    replacePaths: items(child(change, "replace_paths")).filter(isArray),
    block: blocks2(address),
    ...valuesOf(isObject(change) ? change : {})
  };
}
function importOf(importing) {
  if (!isObject(importing)) return void 0;
  return {
    // Empty where the object has an identity alone.
    id: text3(importing["id"]) || void 0,
    identity: importing["identity"] ?? null,
    isUnknown: importing["unknown"] === true
  };
}
function outputChanges(changes) {
  if (!isObject(changes)) return [];
  return Object.entries(changes).filter((entry2) => isObject(entry2[1])).map(([name4, change]) => ({ name: name4, ...valuesOf(change) }));
}
function valuesOf(change) {
  return {
    actions: items(change["actions"]).filter((action) => typeof action === "string"),
    before: change["before"] ?? null,
    after: change["after"] ?? null,
    unknown: change["after_unknown"] ?? false,
    beforeSensitive: change["before_sensitive"] ?? false,
    afterSensitive: change["after_sensitive"] ?? false
  };
}

// ../secrets/src/references.ts
function isReference(value2) {
  const text5 = value2.trim();
  return text5 === "" || SWITCH.test(text5) || REFERENCE2.test(text5);
}
var SWITCH = /^(?:true|false|yes|no|on|off|none|null|nil|enabled|disabled|required|optional)$/i;
var REFERENCE2 = new RegExp(
  [
    // Of a shell, ECS, Grafana, a template.
    "\\$\\{[^}]*\\}",
    "\\$\\([^)]*\\)",
    "\\$[A-Z_][A-Z0-9_]*",
    "\\$__[a-z]+\\{[^}]*\\}",
    "\\{\\{[^}]*\\}\\}",
    "<[^<>]*>",
    "%[A-Z_]+%",
    // Hidden already.
    "\\*+|\u2026|\\.\\.\\.|\\((?:hidden|sensitive)[^)]*\\)",
    // Where it is kept.
    "arn:aws[a-z-]*:[a-z0-9-]+:[!-~]*",
    "(?:file|op|vault|ssm|secretsmanager|awssm|awsssm):[!-~]+",
    "/(?:app|etc|home|mnt|opt|run|tmp|usr|var)/[\\w./-]+"
  ].map((part) => `^(?:${part})$`).join("|")
);

// ../secrets/src/formats.ts
var certain = (what, pattern) => ({ what, certain: true, pattern });
var likely = (what, pattern) => ({ what, certain: false, pattern });
var FORMATS = [
  certain(
    "a private key",
    /-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----(?:[\s\S]*?-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|[\s\S]*)/g
  ),
  certain("an AWS access key", /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g),
  certain("a GitHub token", /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{60,})/g),
  certain("a GitLab token", /(?<![A-Za-z0-9])gl(?:pat|dt|rt|cbt|ptt|ft|soat)-[\w-]{20,}/g),
  certain("a Slack token", /(?<![A-Za-z0-9])xox[abeoprs]-[A-Za-z0-9-]{10,}/g),
  certain(
    "the address of a Slack webhook",
    /hooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9+/_-]{20,}/g
  ),
  certain("a Grafana token", /(?<![A-Za-z0-9])(?:glsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}|glc_[A-Za-z0-9+/]{32,}={0,2})/g),
  certain("an npm token", /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36}/g),
  certain("a Stripe key", /(?<![A-Za-z0-9])[sr]k_(?:live|test)_[A-Za-z0-9]{10,}/g),
  likely("a Google API key", /(?<![A-Za-z0-9])AIza[\w-]{35}/g),
  likely("a JSON Web Token", /(?<![A-Za-z0-9])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*/g),
  likely(
    "an address with a password",
    /(?<![A-Za-z0-9+.-])[a-z][a-z0-9+.-]*:\/\/[^\s/?#:@"'<>]*:(?<secret>[^\s/?#@"'<>]+)@/gi
  ),
  likely("an address with a password", /(?<![\w.-])[\w.-]+:(?<secret>[^\s@:/"']+)@(?:tcp|tcp6|unix)\(/g),
  likely("an authorization", /(?<![A-Za-z0-9])(?:bearer|basic)\s+(?<secret>[A-Za-z0-9+/._~-]{16,}={0,2})/gi)
];
function formatsIn(text5) {
  return FORMATS.flatMap(
    ({ what, certain: isCertain, pattern }) => [...text5.matchAll(pattern)].flatMap((match) => {
      const secret = match.groups?.["secret"] ?? match[0];
      if (isReference(secret)) return [];
      const start = match.index + match[0].lastIndexOf(secret);
      return [{ start, end: start + secret.length, what, certain: isCertain }];
    })
  );
}

// ../secrets/src/random.ts
var SHORTEST = 16;
var LEAST_ENTROPY = 3.3;
function looksRandom(text5) {
  if (UUID.test(text5)) return false;
  return text5.split(/[^A-Za-z0-9+_=]+/).some((part) => {
    if (part.length < SHORTEST || !/\d/.test(part) || !/[A-Za-z]/.test(part)) return false;
    return entropyOf(part) >= LEAST_ENTROPY;
  });
}
var UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
function entropyOf(text5) {
  const counts = /* @__PURE__ */ new Map();
  for (const character of text5) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= count / text5.length * Math.log2(count / text5.length);
  return bits;
}

// ../secrets/src/names.ts
function isNamedSecret(name4, value2) {
  const words2 = wordsOf2(name4);
  const at = words2.findLastIndex((word2, index) => isSecretWord(word2, words2[index - 1]));
  if (at === -1) return WEAK.has(words2.at(-1) ?? "") && looksRandom(value2);
  const about = words2.slice(at + 1).findLast((word2) => ABOUT.has(word2));
  const fits = about === void 0 ? void 0 : ABOUT.get(about);
  if (fits?.(value2)) return false;
  return !(isQuantity(value2) && words2.some((word2) => QUANTITIES.has(word2)));
}
function wordsOf2(name4) {
  const spaced = name4.replace(/([a-z0-9])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])/g, "$1$2_");
  return spaced.toLowerCase().split(/[^a-z0-9]+/).filter((word2) => word2 !== "");
}
var SECRET_WORD = /(?:password|passwd|passphrase|passcode|pwd|secret|token|credential|apikey)s?\d*$|^(?:(?:db|user|smtp|mail|redis|root|admin|my)?pass|pw|creds?)\d*$/;
var KEY_KIND = "access|account|admin|aes|app|application|auth|cipher|client|deploy|encrypt|encryption|hmac|ingest|ingestion|jwt|licen[cs]e|master|private|rsa|secret|service|session|shared|signing|ssh|storage|subscription|webhook|write|api|root";
var OF_KEY = new RegExp(`^(?:${KEY_KIND})$`);
var KEY_WORD = new RegExp(`(?:${KEY_KIND})keys?\\d*$`);
function isSecretWord(word2, before) {
  if (SECRET_WORD.test(word2) || KEY_WORD.test(word2)) return true;
  return /^keys?\d*$/.test(word2) && before !== void 0 && OF_KEY.test(before);
}
var WEAK = /* @__PURE__ */ new Set(["auth", "authorization", "cookie", "salt", "seed", "mnemonic"]);
var list2 = (text5) => text5.split(" ");
var QUANTITIES = new Set(
  list2(
    "age attempts bits budget bytes count days delay duration expiration expires expiry history hours interval iterations length life lifetime limit max maximum millis min minimum minutes ms num number period port rate retries rotation rounds seconds secs size threshold timeout ttl valid validity version window"
  )
);
var PLACES = list2("dir directory file folder location mount path volume");
var OTHERS = list2(
  // Where it is, or who has it.
  "address alias arn audience backend domain endpoint engine host hostname issuer manager name names namespace prefix provider ref reference region server store suffix uri url alg algo algorithm allowed auth authentication bucket cache change characters chars check claim claims class complexity column description disable disabled email enable enabled encoding exchange field form format grant handler header hint id index introspection kind label link login message method mode optional page param parameter pattern policy prompt queue regex request required reset response rule rules scope scopes separator strategy strength table template topic type validation validator"
);
var ABOUT = new Map([
  ...[...QUANTITIES].map((word2) => [word2, isQuantity]),
  ...PLACES.map((word2) => [word2, (value2) => /[/\\.]/.test(value2) && !looksRandom(value2)]),
  ...OTHERS.map((word2) => [word2, (value2) => !looksRandom(value2)])
]);
function isQuantity(value2) {
  return /^\s*[-+]?\d[\d_.,]*\s*(?:[a-z]{1,3}|bytes?|sec(?:ond)?s?|min(?:ute)?s?|hours?|days?|weeks?|months?|years?)?\s*$/i.test(
    value2
  );
}

// ../secrets/src/pairs.ts
var NAME = "(?<name>[A-Za-z_][\\w.-]*)";
var BARE = `\\$\\{[^}\\s]*\\}|\\$\\([^)\\s]*\\)|\\{\\{[^}]*\\}\\}|\\(hidden\\)|[^\\s"',;&|)}\\]\\\\]+`;
var VALUE = `(?:"(?<double>[^"\\n]*)"|'(?<single>[^'\\n]*)'|(?<bare>${BARE}))`;
var PAIRS = [
  `${NAME}["']?\\s*=\\s*${VALUE}`,
  `${NAME}["']?:\\s+${VALUE}`,
  `"${NAME}\\\\*"\\s*:\\s*(?:\\\\*"(?<escaped>[^"\\\\\\n]*)\\\\*"|${VALUE})`,
  `--?${NAME}\\s+${VALUE}`,
  `"(?:name|Name)"\\s*:\\s*"${NAME}"\\s*,\\s*"(?:value|Value)"\\s*:\\s*${VALUE}`
].map((source) => new RegExp(`(?<![\\w.])(?:${source})`, "g"));
function pairsIn(text5) {
  return PAIRS.flatMap(
    (pattern) => [...text5.matchAll(pattern)].flatMap((match) => {
      const { name: name4 = "", escaped: escaped2, double, single, bare } = match.groups ?? {};
      const value2 = escaped2 ?? double ?? single ?? bare ?? "";
      if (isReference(value2) || !isNamedSecret(name4, value2)) return [];
      const start = match.index + match[0].lastIndexOf(value2);
      return [{ start, end: start + value2.length, what: `a value for ${name4}`, certain: false }];
    })
  );
}

// ../secrets/src/detect.ts
function secretIn(name4, value2) {
  if (isReference(value2)) return void 0;
  const hits = secretsInText(value2);
  const certain2 = hits.find((hit) => hit.certain);
  if (certain2) return certain2;
  return isNamedSecret(name4, value2) ? { what: "a secret, by its name", certain: false } : hits[0];
}
function secretsInText(text5) {
  return [...formatsIn(text5), ...pairsIn(text5)].sort((a, b) => a.start - b.start || b.end - a.end);
}

// src/core/secrets/marked.ts
function secretsOfChange(change, found) {
  masked(child(change, "before"), child(change, "before_sensitive"), found);
  masked(child(change, "after"), child(change, "after_sensitive"), found);
  for (const side of ["before", "after"])
    variablesOfContainers(child(child(change, side), "container_definitions"), found);
}
function variablesOfContainers(definitions, found) {
  if (typeof definitions !== "string") return;
  for (const variable of items(parseEmbedded(definitions)).flatMap(
    (container) => items(child(container, "environment"))
  )) {
    const value2 = child(variable, "value");
    if (typeof value2 === "string" && secretIn(text3(child(variable, "name")) ?? "", value2) !== void 0)
      literals(value2, found);
  }
}
function secretsOfActions(invocations, found) {
  for (const action of items(invocations)) {
    masked(child(action, "config_values"), child(action, "config_sensitive"), found);
  }
}
function secretsOfOutputs(outputs, found) {
  for (const output of Object.values(asObject(outputs))) {
    if (child(output, "sensitive") === true) literals(child(output, "value"), found);
  }
}
function secretsOfConfiguration(configuration, given, found) {
  for (const provider of Object.values(asObject(child(configuration, "provider_config")))) {
    secretArguments(child(provider, "expressions"), found);
  }
  fromModule(child(configuration, "root_module"), given, found);
}
function fromModule(module, given, found) {
  for (const [name4, variable] of Object.entries(asObject(child(module, "variables")))) {
    if (child(variable, "sensitive") !== true) continue;
    literals(child(variable, "default"), found);
    literals(child(child(given, name4), "value"), found);
    literals(child(child(given, name4), "constant_value"), found);
  }
  for (const output of Object.values(asObject(child(module, "outputs")))) {
    if (child(output, "sensitive") === true) literals(child(child(output, "expression"), "constant_value"), found);
  }
  for (const call of Object.values(asObject(child(module, "module_calls")))) {
    fromModule(child(call, "module"), child(call, "expressions"), found);
  }
}
function secretArguments(expressions, found) {
  for (const [name4, expression] of Object.entries(asObject(expressions))) {
    if (isSecretName(name4)) literals(child(expression, "constant_value"), found);
  }
}
function isSecretName(name4) {
  return SECRET_ARGUMENT.test(name4);
}
var SECRET_ARGUMENT = /pass|secret|token|private|credential|api_key/i;
function masked(value2, mask, found) {
  if (mask === true) literals(value2, found);
  if (isArray(mask)) for (const [index, inner] of mask.entries()) masked(child(value2, index), inner, found);
  if (isObject(mask)) for (const [key, inner] of Object.entries(mask)) masked(child(value2, key), inner, found);
}
function literals(value2, found) {
  if (typeof value2 === "number" || value2 instanceof LongNumber) found.add(String(value2));
  if (isArray(value2)) for (const inner of value2) literals(inner, found);
  if (isObject(value2)) for (const inner of Object.values(value2)) literals(inner, found);
  if (typeof value2 !== "string" || value2 === "") return;
  found.add(value2);
  const password = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s:@]*:([^/?#\s@]+)@/i.exec(value2)?.[1];
  if (password !== void 0) found.add(password).add(decoded(password));
  const embedded = parseEmbedded(value2);
  if (embedded !== void 0) embeddedLiterals(embedded, looksDescriptive(embedded), "", found);
}
function decoded(password) {
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}
var SECRET_NAME = /pass|pwd|secret|token|key|cred|auth|private/i;
function embeddedLiterals(value2, namedOnly, name4, found) {
  if (typeof value2 === "string" && (!namedOnly || SECRET_NAME.test(name4))) found.add(value2);
  if (isArray(value2)) for (const inner of value2) embeddedLiterals(inner, namedOnly, name4, found);
  if (!isObject(value2)) return;
  for (const [key, inner] of Object.entries(value2)) {
    const label = key === "value" ? text3(child(value2, "name")) ?? key : key;
    embeddedLiterals(inner, namedOnly, label, found);
  }
}
function looksDescriptive(value2) {
  return child(value2, "Statement") !== void 0 || items(value2).some((entry2) => child(entry2, "image") !== void 0);
}

// src/core/read/plan-document.ts
var PLAN_KEYS = [
  "planned_values",
  "resource_changes",
  "resource_drift",
  "output_changes",
  "deferred_changes",
  "action_invocations",
  "configuration",
  "errored",
  "plan_format_version"
];
function isPlan({ keys, fields }) {
  const version = String(fields["format_version"] ?? fields["plan_format_version"] ?? "");
  return /^[01]\./.test(version) && PLAN_KEYS.some((key) => keys.has(key));
}
var FIELDS = /* @__PURE__ */ new Set([
  "format_version",
  "plan_format_version",
  "terraform_version",
  "errored",
  "complete",
  "applyable",
  "output_changes",
  "variables",
  "configuration",
  "checks",
  "deferred_changes",
  "action_invocations",
  "deferred_action_invocations"
]);
function readDocument(reader) {
  const keys = /* @__PURE__ */ new Set();
  const fields = {};
  const lists = {};
  const secrets = /* @__PURE__ */ new Set();
  reader.object((key) => {
    keys.add(key);
    if (FIELDS.has(key)) fields[key] = reader.value();
    else if (key === "resource_changes" || key === "resource_drift") lists[key] = readChanges(reader, key, secrets);
    else if (key === "planned_values") readValues(reader, secrets);
    else if (key === "prior_state") reader.object((inner) => inner === "values" && readValues(reader, secrets));
  });
  for (const output of Object.values(fields["output_changes"] ?? {})) secretsOfChange(output, secrets);
  for (const entry2 of items(fields["deferred_changes"])) {
    secretsOfChange(child(child(entry2, "resource_change"), "change"), secrets);
  }
  secretsOfActions(fields["action_invocations"], secrets);
  secretsOfActions(items(fields["deferred_action_invocations"]).map(deferredAction), secrets);
  secretsOfConfiguration(fields["configuration"], fields["variables"], secrets);
  const changes = lists["resource_changes"] ?? NONE;
  return {
    keys,
    fields,
    changes: changes.kept,
    entries: changes.count,
    drift: (lists["resource_drift"] ?? NONE).kept,
    secrets
  };
}
var NONE = { kept: [], count: 0 };
function readChanges(reader, key, secrets) {
  const kept = [];
  let count = 0;
  if (!reader.isAtArray()) {
    if (reader.value() !== null) throw reader.problem(`${key} is not a list`);
    return NONE;
  }
  reader.array((index) => {
    const entry2 = withAddress(reader.value());
    if (!isArray(child(child(entry2, "change"), "actions")) || text3(child(entry2, "address")) === void 0) {
      throw reader.problem(`${key}[${index}] has no address or no actions`);
    }
    secretsOfChange(child(entry2, "change"), secrets);
    count++;
    if (!isNoise(entry2)) kept.push(entry2);
  });
  return { kept, count };
}
function withAddress(entry2) {
  if (!isObject(entry2) || text3(entry2["address"]) !== void 0) return entry2;
  const [type, name4] = [text3(entry2["type"]), text3(entry2["name"])];
  if (type === void 0 || name4 === void 0) return entry2;
  const index = entry2["index"];
  const instance = index === void 0 || index === null ? "" : `[${JSON.stringify(index)}]`;
  const parts = [text3(entry2["module_address"]), entry2["mode"] === "data" ? "data" : void 0, type, name4];
  const address = parts.filter((part) => part !== void 0 && part !== "").join(".");
  return { ...entry2, address: `${address}${instance}` };
}
function isNoise(entry2) {
  const change = child(entry2, "change");
  const actions = items(child(change, "actions"));
  const isQuiet = actions.every((action) => action === "no-op");
  const isElsewhere = child(entry2, "previous_address") !== void 0 || child(change, "importing") !== void 0;
  return isQuiet && !isElsewhere && child(entry2, "type") !== "aws_ecs_service";
}
function readValues(reader, secrets) {
  reader.object((key) => {
    if (key === "outputs") secretsOfOutputs(reader.value(), secrets);
    else if (key === "root_module") readModule(reader, secrets);
  });
}
function readModule(reader, secrets) {
  reader.object((key) => {
    if (key === "resources") reader.array(() => readResource(reader, secrets));
    else if (key === "child_modules") reader.array(() => readModule(reader, secrets));
  });
}
function readResource(reader, secrets) {
  const found = {};
  reader.object((key) => {
    if (key === "values" || key === "sensitive_values") found[key] = [reader.skip(), reader.at];
  });
  const { values, sensitive_values: mask } = found;
  const isMasked = values !== void 0 && mask !== void 0 && reader.bytes.subarray(...mask).includes("true");
  if (isMasked) masked(reader.parse(...values), reader.parse(...mask), secrets);
}

// src/core/read/parse-plan.ts
function parsePlan(content, source) {
  const bytes = typeof content === "string" ? Buffer.from(content) : decode(content, source);
  const documents = readDocuments(bytes, source);
  const plans = documents.filter(isPlan);
  if (plans.length > 0) return plans.map((document) => toPlan(document, source));
  throw new UserError(`${source} ${whatElse(documents, bytes)}`);
}
function decode(content, source) {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (bytes.subarray(0, 4).equals(ZIP)) {
    throw new UserError(
      `${source} is a binary plan: run \`terraform show -json ${source} > plan.json\` and give plan.json instead.`
    );
  }
  if (bytes[0] !== 255 || bytes[1] !== 254) return bytes;
  return Buffer.from(new TextDecoder("utf-16le").decode(bytes));
}
var ZIP = Buffer.from([80, 75, 3, 4]);
function readDocuments(bytes, source) {
  const found = [];
  for (let start = nextObject(bytes, 0); start >= 0; ) {
    const reader = new JsonReader(bytes, source, start);
    found.push(readDocument(reader));
    start = nextObject(bytes, reader.at);
  }
  return found;
}
function nextObject(bytes, from) {
  let isStartOfLine = true;
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === 123 && (isStartOfLine ? /^\{\s*["}]/ : KNOWN_START).test(bytes.toString("latin1", at, at + 64))) {
      return at;
    }
    const isMark = byte === 239 || byte === 187 || byte === 191;
    isStartOfLine = byte === 10 || isStartOfLine && (byte <= 32 || isMark);
  }
  return -1;
}
var KNOWN_START = /^\{"(?:plan_)?format_version":/;
function whatElse([first], bytes) {
  if (bytes.every((byte) => byte <= 32)) return "is empty: the command that should have written it failed.";
  if (first === void 0)
    return "is not JSON: give the output of `terraform show -json PLANFILE`, not of `terraform plan`.";
  if (first.keys.has("@level"))
    return "is the log of `terraform plan -json`: give the output of `terraform show -json PLANFILE`.";
  if (first.keys.has("values") || first.keys.has("resources"))
    return "is a state, not a plan: name the plan file in `terraform show -json PLANFILE`.";
  const version = first.fields["format_version"] ?? first.fields["plan_format_version"];
  if (version !== void 0)
    return `has the format version ${JSON.stringify(version).slice(0, 40)}: versions 0 and 1 are understood; use a Terraform or OpenTofu that writes one of them.`;
  return "is JSON, but not a plan: give the output of `terraform show -json PLANFILE`.";
}

// src/adapters/files.ts
function readPlanFiles(patterns) {
  const paths = [...new Set(patterns.flatMap(expand))];
  return paths.flatMap((path2) => {
    const bytes = readBytes(path2);
    const plans = parsePlan(bytes, path2);
    release(bytes);
    return plans;
  });
}
function release({ buffer, byteLength }) {
  const isShared = buffer.byteLength !== byteLength;
  if (buffer instanceof ArrayBuffer && !isShared) buffer.transfer(0);
}
function readTextFile(path2) {
  return readBytes(path2).toString("utf8").replace(/^\uFEFF/, "");
}
async function writeTextFile(path2, pieces) {
  try {
    (0, import_node_fs3.mkdirSync)((0, import_node_path2.dirname)(path2), { recursive: true });
    const file = (0, import_node_fs3.openSync)(path2, "w");
    try {
      for (const batch of batches(pieces)) {
        (0, import_node_fs3.writeFileSync)(file, batch);
        await (0, import_promises.setImmediate)();
      }
    } finally {
      (0, import_node_fs3.closeSync)(file);
    }
  } catch (error2) {
    throw new UserError(`${path2} can't be written: ${errorMessage(error2)}`, { cause: error2 });
  }
}
var BATCH_CHARACTERS = 1 << 16;
function* batches(pieces) {
  let batch = "";
  for (const piece of pieces) {
    batch += piece;
    if (batch.length < BATCH_CHARACTERS) continue;
    yield batch;
    batch = "";
  }
  yield batch;
}
function expand(pattern) {
  if (!/[*?[{]/.test(pattern)) return [pattern];
  const found = (0, import_node_fs3.globSync)(pattern).sort();
  if (found.length === 0) throw new UserError(`No file matches ${pattern}: did the plan step write it?`);
  return found;
}
function readBytes(path2) {
  const bytes = read(path2);
  if (bytes[0] !== 31 || bytes[1] !== 139) return bytes;
  try {
    return process.getBuiltinModule("node:zlib").gunzipSync(bytes);
  } catch (error2) {
    throw new UserError(`${path2} is a damaged gzip file: ${errorMessage(error2)}`, { cause: error2 });
  }
}
function read(path2) {
  try {
    return (0, import_node_fs3.readFileSync)(path2);
  } catch (error2) {
    const code4 = error2 instanceof Error && "code" in error2 ? error2.code : void 0;
    const reasons = {
      ENOENT: "does not exist: did the step that should write it run?",
      EISDIR: "is a directory, not a file: name the file in it.",
      EACCES: "may not be read: give this user the permission to.",
      ERR_FS_FILE_TOO_LARGE: "is larger than 2 GiB: plan in several parts."
    };
    throw new UserError(`${path2} ${reasons[String(code4)] ?? `can't be read: ${errorMessage(error2)}.`}`, {
      cause: error2
    });
  }
}

// src/core/secrets/clean.ts
function own(words2, ...holes) {
  let result = words2[0] ?? "";
  for (let index = 0; index < holes.length; index++) result += `${holes[index]}${words2[index + 1]}`;
  return result;
}
function joined(parts, separator) {
  return parts.join(separator);
}
function rewritten(text5, rewrite) {
  return rewrite(text5);
}
function fromSource(text5) {
  return text5;
}

// src/core/show/escape.ts
function text4(value2) {
  return value2 === "" ? NO_MARKDOWN : text(value2);
}
function linesOfText(value2) {
  return join(
    value2.trim().split(/\r?\n/).map((line) => text(line)),
    md`<br>`
  );
}
function code2(value2) {
  return code(value2);
}
function fence2(content, language) {
  return fence(joined(content, "\n"), language);
}
function htmlCode2(value2) {
  return htmlCode(value2);
}
function htmlText2(value2) {
  return value2 === "" ? NO_HTML : htmlText(value2);
}
var NO_HTML = html``;
var NO_MARKDOWN = md``;
function foreign2(source) {
  return foreign(source);
}

// src/core/show/more-rows.ts
function moreRows(total, most) {
  return total > most ? md`\n\n_… and ${total - most} more._` : md``;
}

// src/core/show/short-commit.ts
function shortCommit(commit) {
  return fromSource(commit.slice(0, 7));
}

// src/core/show/posted-comment.ts
var PLAN_MARKER = /^<!-- loki-adoption:plan environment=([A-Za-z0-9][A-Za-z0-9._-]*) -->$/;
var OUTDATED = comment("loki-adoption:outdated");
var ROLL_UP_MARKER = comment("loki-adoption:plans");
function isOwn(body) {
  const first = firstLine(body);
  return first === ROLL_UP_MARKER || PLAN_MARKER.test(first);
}
function environmentIn(body) {
  return PLAN_MARKER.exec(firstLine(body))?.[1];
}
function verdictIn(body) {
  const heading2 = body.split(/\r?\n/).find((line) => line.startsWith("## ")) ?? "";
  return foreign2(fromSource(heading2.replace(/^## (\S+) .*?: /, "$1 ").slice(0, LONGEST_VERDICT)));
}
function showsPlan(body, marker) {
  return body.startsWith(marker) && !isOutdated(body);
}
function isOutdated(body) {
  return body.split(/\r?\n/).includes(OUTDATED);
}
function outdatedBody(environment, body, commit) {
  const name4 = fromSource(environment);
  const since = commit === void 0 ? md`` : md` since ${code2(shortCommit(commit))}`;
  const words2 = md`This pull request no longer changes ${code2(name4)}${since}. The last plan said: ${verdictIn(body)}`;
  return md`## ⚪ ${text4(name4)}: outdated\n${OUTDATED}\n\n${words2}\n`;
}
function rollUpBody(rows, commit) {
  const shown = rows.slice(0, MOST_ROWS).map(({ environment, comment: posted }) => {
    const name4 = fromSource(environment);
    if (posted === void 0) return [code2(name4), md`❔ no plan`];
    const isOld = commit !== void 0 && posted.commit !== void 0 && posted.commit !== commit;
    const age = isOld ? md` · of ${code2(shortCommit(posted.commit))}, **not the newest commit**` : md``;
    return [link(text4(name4), posted.url), md`${verdictIn(posted.body)}${age}`];
  });
  const of = commit === void 0 ? md`` : md`\n\n${sub(md`Plans of ${code2(shortCommit(commit))}`)}`;
  const count = rows.length === 1 ? md`1 environment` : md`${rows.length} environments`;
  const lines3 = table([md`environment`, md`plan`], shown);
  return md`${ROLL_UP_MARKER}\n## Plans of ${count}\n\n${lines3}${moreRows(rows.length, MOST_ROWS)}${of}\n`;
}
var MOST_ROWS = 100;
var LONGEST_VERDICT = 400;
function firstLine(body) {
  return body.split(/\r?\n/, 1)[0] ?? "";
}

// src/adapters/github.ts
function gitHubPullRequests(settings, context) {
  let connected;
  const early = /* @__PURE__ */ new Map();
  const place = () => {
    const { owner, repo } = context;
    if (owner === "" || repo === "") throw new UserError("GITHUB_REPOSITORY is not set: where is the pull request?");
    connected ??= connectDirectly(settings().token, context);
    return { github: connected, owner, repo };
  };
  const ownComments = (pullRequest2) => listComments({ ...place(), issueNumber: pullRequest2 }, settings().author ?? DEFAULT_AUTHOR, isOwn);
  const order = () => {
    const { runNumber, runAttempt, sha } = context;
    return { run: runNumber, attempt: runAttempt, commit: settings().commit ?? sha };
  };
  async function upsert({ marker, pullRequest: pullRequest2 }, body) {
    const at = place();
    const { author, isOfPullRequest } = settings();
    const posted = await upsertComment({
      ...at,
      issueNumber: pullRequest2,
      marker,
      body,
      order: order(),
      ...isOfPullRequest && { newestCommit: async () => (await readPullRequest(at, pullRequest2))?.head },
      ...author !== void 0 && { author },
      known: early.get(pullRequest2)
    });
    early.delete(pullRequest2);
    const { id, url, replaced, nodeId } = posted;
    if (replaced !== void 0 && isOutdated(replaced)) await showAgain(at.github, nodeId);
    return { posted: posted.posted, id, url };
  }
  return {
    find: async (number2) => readPullRequest(place(), number2),
    ofCommit: async (commit) => explained(`Looking for the pull request of ${commit}`, async () => pullRequestOf(place(), commit)),
    prepare: (pullRequest2) => {
      const listed2 = ownComments(pullRequest2);
      listed2.catch(() => {
      });
      early.set(pullRequest2, listed2);
    },
    comments: async (pullRequest2) => explained(`Reading the comments of pull request ${pullRequest2}`, async () => {
      const found = await (early.get(pullRequest2) ?? ownComments(pullRequest2));
      return found.map(({ id, node_id, html_url, body = "" }) => {
        return { id, nodeId: node_id, url: html_url, body, commit: orderOf(body)?.commit };
      });
    }),
    async post(request2) {
      try {
        return await upsert(request2, request2.body);
      } catch (error2) {
        if (isForbidden(error2)) return { posted: "skipped" };
        const what = `Posting the comment to pull request ${request2.pullRequest}`;
        const short2 = httpStatus(error2) === 422 ? request2.short?.() : void 0;
        if (short2 === void 0) throw explainGitHubError(error2, what);
        return explained(what, () => upsert(request2, short2));
      }
    },
    rewrite: async (comment2, body) => {
      await rewriteComment(place(), comment2.id, composeSticky(firstLine(comment2.body), order(), body));
    },
    hide: async (comment2) => minimizeComment(place().github, { node_id: comment2.nodeId }),
    delete: async (comment2) => deleteComment(place(), comment2.id)
  };
}
async function showAgain(github, nodeId) {
  try {
    await unminimizeComment(github, { node_id: nodeId });
  } catch (error2) {
    info(`The comment may still be hidden: ${errorMessage(error2)}`);
  }
}
async function explained(what, call) {
  try {
    return await call();
  } catch (error2) {
    throw explainGitHubError(error2, what);
  }
}

// src/adapters/runner.ts
function runnerPorts() {
  const context = runContext();
  let inputs;
  const read2 = () => {
    inputs ??= readInputs(context);
    return inputs;
  };
  const settings = () => {
    const { token = "", commit, pullRequest: pullRequest2 } = read2();
    const isOfPullRequest = pullRequest2?.isOfEvent === true;
    return { token, commit, isOfPullRequest, author: optionalInput("comment-author") };
  };
  return {
    inputs: read2,
    readPlans: readPlanFiles,
    readText: readTextFile,
    writeText: writeTextFile,
    summarize: writeSummary,
    setOutputs,
    say: info,
    pullRequests: gitHubPullRequests(settings, context)
  };
}

// src/modes/comment.ts
var import_promises2 = __toESM(require_promises(), 1);

// src/core/judge/fingerprint.ts
var import_node_crypto = __toESM(require_node_crypto(), 1);
var import_node_util2 = __toESM(require_node_util(), 1);

// src/core/read/plan-names.ts
function planNames(sources) {
  if (sources.length < 2) return sources.map(() => "");
  const files = [...new Set(sources)];
  const short2 = new Map(shortened(files).map((name4, index) => [files[index] ?? "", name4]));
  const seen = /* @__PURE__ */ new Map();
  return sources.map((source) => {
    const name4 = short2.get(source) ?? source;
    const place = (seen.get(source) ?? 0) + 1;
    seen.set(source, place);
    if (sources.filter((other) => other === source).length === 1) return name4;
    return files.length === 1 ? `plan ${place}` : `${name4} ${place}`;
  });
}
function planPrefixes(plans) {
  return planNames(plans.map(({ source }) => source)).map((name4) => name4 === "" ? "" : `${name4}: `);
}
function shortened(files) {
  const paths = files.map((file) => file.replaceAll("\\", "/"));
  const steps = paths.map((path2) => path2.replace(/(?:\.json)?(?:\.gz)?$/i, "").split("/"));
  const start = sharedStart(steps);
  const end = sharedEnd(steps);
  const candidates = [
    steps.map((each) => each.slice(start, each.length - end).join("/")),
    steps.map((each) => each.slice(start).join("/"))
  ];
  return candidates.find(areNames) ?? paths;
}
function areNames(names) {
  return names.every((name4) => name4 !== "") && new Set(names).size === names.length;
}
function sharedStart(lists) {
  const shortest = Math.min(...lists.map((list3) => list3.length - 1));
  let length = 0;
  while (length < shortest && lists.every((list3) => list3[length] === lists[0]?.[length])) length++;
  return length;
}
function sharedEnd(lists) {
  const start = sharedStart(lists);
  const shortest = Math.min(...lists.map((list3) => list3.length - start));
  let length = 0;
  while (length < shortest && lists.every((list3) => list3.at(-1 - length) === lists[0]?.at(-1 - length))) length++;
  return length;
}

// src/core/judge/classify.ts
var KINDS = [
  "delete",
  "replace",
  "forget",
  "other",
  "update",
  "create",
  "import",
  "move",
  "read",
  "open",
  "no-op"
];
function kindOf(change) {
  const has = (action) => change.actions.includes(action);
  const isQuiet = change.actions.every((action) => action === "no-op");
  if (change.mode === "ephemeral") return isQuiet ? "no-op" : "open";
  if (has("create")) return has("delete") || has("forget") ? "replace" : "create";
  if (has("delete")) return "delete";
  if (has("forget")) return "forget";
  if (has("update")) return "update";
  if (has("read")) return "read";
  if (!isQuiet) return "other";
  if (change.importing !== void 0) return "import";
  return change.previousAddress === void 0 ? "no-op" : "move";
}
function destroys(change) {
  return change.actions.includes("delete") && child(change.before, "skip_destroy") !== true;
}
function mayDestroy(change) {
  return kindOf(change) === "other" && change.before !== null && change.after === null;
}
function isNewRevision(change) {
  return kindOf(change) === "replace" && change.actions.includes("delete") && !destroys(change);
}
function needsALook(change) {
  const kind = kindOf(change);
  if (kind === "replace") return destroys(change) || change.actions.includes("forget");
  return kind === "delete" || kind === "forget" || kind === "other";
}

// src/core/judge/fingerprint-table.ts
function name(field, why, read2) {
  return { field, why, read: (of) => read2(of) ?? null, isName: true };
}
function value(field, why, read2, mask) {
  return { field, why, read: (of) => read2(of) ?? null, ...mask && { mask } };
}
var VALUES = [
  value("actions", "create first or destroy first, forget or delete", ({ actions }) => actions),
  value(
    "before",
    "the object that it starts from",
    ({ before }) => before,
    ({ beforeSensitive }) => beforeSensitive
  ),
  value(
    "after",
    "the object that it makes",
    ({ after }) => after,
    ({ afterSensitive }) => afterSensitive
  ),
  value("after_unknown", "what the apply itself finds out", ({ unknown }) => unknown),
  value("before_sensitive", "what the state hides", ({ beforeSensitive }) => beforeSensitive),
  value("after_sensitive", "what the state will hide", ({ afterSensitive }) => afterSensitive)
];
var CHANGE = [
  name("address", "the object", ({ address }) => address),
  name("deposed", "a leftover object of the same address", ({ deposed }) => deposed),
  name("previous_address", "a move in the state", ({ previousAddress }) => previousAddress),
  value("provider_name", "who carries it out", ({ providerName }) => providerName),
  value(
    "importing",
    "the object that is taken over, by id or identity",
    ({ importing }) => importing === void 0 ? null : [importing.id ?? null, importing.identity, importing.isUnknown]
  ),
  value("before_identity", "the object at the provider", ({ beforeIdentity }) => beforeIdentity),
  value("after_identity", "the object at the provider, afterwards", ({ afterIdentity }) => afterIdentity),
  // Commands may hold passwords of a connection, and no mask says where.
  value(
    "provisioners",
    "commands that run with a creation or a destruction",
    ({ actions, block }) => actions.some((action) => /create|delete/.test(action)) ? block?.provisioners : null,
    ({ block }) => (block?.provisioners ?? null) !== null
  ),
  ...VALUES
];
var OUTPUT = [name("name", "the output", (output) => output.name), ...VALUES];
var ACTION = [
  name("address", "the action", ({ address }) => address),
  name("action_trigger_event", "when it runs", ({ event }) => event),
  name("triggering_resource_address", "whose change runs it, or what called it", ({ trigger }) => trigger),
  name("action_trigger_block_index", "the order in which it runs", ({ block }) => block),
  name("actions_list_index", "the order in which it runs", ({ place }) => place),
  value("on_failure", "whether the apply goes on", ({ onFailure }) => onFailure),
  value("deferred", "whether it runs at all", ({ deferred }) => deferred),
  value("provider_name", "who carries it out", ({ providerName }) => providerName),
  value(
    "config_values",
    "what it is given",
    ({ values }) => values,
    ({ sensitive }) => sensitive
  ),
  value("config_unknown", "what the apply itself finds out", ({ unknown }) => unknown),
  value("config_sensitive", "what is hidden", ({ sensitive }) => sensitive)
];

// src/core/judge/fingerprint.ts
function tableOf(rows) {
  return { names: rows.filter(({ isName }) => isName), values: rows.filter(({ isName }) => !isName) };
}
var TABLES = { change: tableOf(CHANGE), output: tableOf(OUTPUT), action: tableOf(ACTION) };
var DOMAIN = "loki-adoption/plan-fingerprint/3";
function fingerprintOf(plans) {
  const { hash, secret } = hashesOf(plans);
  return withSecret(hash, secret && (0, import_node_crypto.scryptSync)(secret, DOMAIN, LENGTH, COST));
}
async function fingerprintAside(plans) {
  const { hash, secret } = hashesOf(plans);
  return withSecret(hash, secret && await scryptAside(secret, DOMAIN, LENGTH, COST));
}
function hashesOf(plans) {
  const names = planNames(plans.map(({ source }) => source));
  const entries = plans.flatMap((plan, index) => entriesOf(plan, names[index] ?? ""));
  const hash = (0, import_node_crypto.createHash)("sha256").update(DOMAIN);
  for (const open2 of entries.map((entry2) => entry2.open).sort()) hash.update("\0").update(open2);
  const hidden = entries.flatMap((entry2) => entry2.hidden).sort();
  if (hidden.length === 0) return { hash, secret: void 0 };
  const all = (0, import_node_crypto.createHash)("sha256");
  for (const text5 of hidden) all.update("\0").update(text5);
  return { hash, secret: all.digest() };
}
function withSecret(hash, slow) {
  if (slow !== void 0) hash.update("\0").update(slow);
  return hash.digest("hex");
}
var COST = { N: 4096, r: 8, p: 1 };
var LENGTH = 32;
var scryptAside = (0, import_node_util2.promisify)(import_node_crypto.scrypt);
function entriesOf(plan, name4) {
  const changed = (change) => kindOf(change) !== "no-op";
  const resource = (kind) => (change) => entry([name4, kind], TABLES.change, change);
  const entries = [
    ...plan.changes.filter(changed).map(resource("resource")),
    ...plan.isRefreshOnly ? plan.drift.map(resource("drift")) : [],
    ...plan.deferred.map(({ reason, change }) => resource(`deferred ${reason}`)(change)),
    ...plan.outputs.filter(changed).map((output) => entry([name4, "output"], TABLES.output, output)),
    ...plan.invocations.map((action) => entry([name4, "action"], TABLES.action, action))
  ];
  if (plan.errored) entries.push({ open: canonical([name4, "errored"]), hidden: [] });
  if (plan.isIncomplete) entries.push({ open: canonical([name4, "incomplete"]), hidden: [] });
  return entries.length === 0 ? [] : [...entries, ...providerEntries(plan, name4)];
}
function entry(place, table2, of) {
  const hidden = [];
  const id = canonical([...place, ...table2.names.map((row2) => row2.read(of))]);
  const texts = table2.values.map(({ field, read: read2, mask }) => {
    const value2 = read2(of);
    return canonical(mask === void 0 ? value2 : open(value2, mask(of), `${id} ${field}`, hidden));
  });
  return { open: [id, ...texts].join(" "), hidden };
}
function open(value2, mask, place, hidden) {
  if (mask === true) {
    if ((value2 ?? null) !== null) hidden.push(`${place} ${canonical(value2)}`);
    return (value2 ?? null) === null ? null : "(sensitive)";
  }
  if (typeof mask !== "object" || mask === null || Object.keys(mask).length === 0) return value2 ?? null;
  const inner = (key, each) => open(each, child(mask, key), `${place}.${key}`, hidden);
  if (isArray(value2)) return isArray(mask) ? value2.map((each, index) => inner(index, each)) : value2;
  if (!isObject(value2) || !isObject(mask)) return value2 ?? null;
  return Object.fromEntries(Object.entries(value2).map(([key, each]) => [key, inner(key, each)]));
}
function providerEntries(plan, name4) {
  return plan.providers.map((provider) => {
    const id = canonical([name4, "provider", provider.name]);
    const hidden = [];
    const expressions = child(provider.settings, "expressions");
    const maskOf = (value2) => Object.fromEntries(Object.keys(isObject(value2) ? value2 : {}).map((key) => [key, isSecretName(key)]));
    const secret = (value2) => typeof value2 === "string" && plan.secrets.has(value2) ? true : void 0;
    const variables = Object.entries(provider.variables).map(([key, value2]) => [
      key,
      open(value2, isSecretName(key) || secret(value2), `${id} var.${key}`, hidden)
    ]);
    const settings = isObject(provider.settings) ? { ...provider.settings, expressions: null } : null;
    const texts = [settings, open(expressions, maskOf(expressions), id, hidden), Object.fromEntries(variables)];
    return { open: [id, ...texts.map((each) => canonical(each))].join(" "), hidden };
  });
}

// src/core/show/budget.ts
var REMARK_BYTES = 160;
var MOST_MISSES = 50;
var SMALL_REST = 0.02;
var NOTHING = { markdown: md``, shown: 0, bytes: 0 };
function fill(section2, budget, whereElse2) {
  if (section2.blocks.length === 0) return NOTHING;
  const title = titleOf(section2);
  let left = budget - bytesOf(title) - REMARK_BYTES - bytesOf(whereElse2);
  const shown = [];
  let count = 0;
  for (const block of section2.blocks) {
    const line = block.line();
    left -= bytesOf(line) + 1;
    if (left < 0) break;
    shown.push(line);
    count += block.count;
  }
  let folded = 0;
  let misses = 0;
  for (const [index, line] of shown.entries()) {
    const block = section2.blocks[index];
    if (block === void 0) break;
    const isFull = left <= 0 || misses >= MOST_MISSES && left < budget * SMALL_REST;
    const compact = isFull ? line : block.compact();
    const cost = bytesOf(compact) - bytesOf(line) + 1;
    if (isFull || cost > left) {
      folded += block.count;
      misses++;
      continue;
    }
    left -= cost;
    misses = 0;
    shown[index] = compact;
  }
  const remark = remarkOn(section2, count, folded, whereElse2);
  const markdown2 = md`${title}${lines([...separated(shown, (block) => block)])}\n\n${remark}`;
  const bytes = bytesOf(markdown2);
  return bytes > budget ? NOTHING : { markdown: markdown2, shown: count, bytes };
}
function* fillAll(section2) {
  if (section2.blocks.length === 0) return;
  yield titleOf(section2);
  for (const shown of separated(section2.blocks, (block) => block.full())) yield md`${shown}\n`;
  yield md`\n`;
}
function titleOf({ title, intro: intro2 }) {
  return intro2 === void 0 ? md`### ${title}\n\n` : md`### ${title}\n\n${intro2}\n\n`;
}
function* separated(blocks2, show) {
  let wasHtml;
  for (const block of blocks2) {
    const shown = show(block);
    const isHtml = shown.startsWith("<");
    yield wasHtml !== void 0 && isHtml !== wasHtml ? md`\n${shown}` : shown;
    wasHtml = isHtml;
  }
}
function remarkOn(section2, shown, folded, whereElse2) {
  const hidden = countOf(section2) - shown;
  if (hidden + folded === 0) return md``;
  const left = md`${hidden} ${section2.noun} left out`;
  const lined = md`${folded} shown without details`;
  const parts = hidden === 0 ? lined : folded === 0 ? left : md`${left}, ${lined}`;
  return md`_Too long for a comment: ${parts}; ${whereElse2}._\n\n`;
}
function countOf({ blocks: blocks2 }) {
  return blocks2.reduce((sum, block) => sum + block.count, 0);
}
function bytesOf(text5) {
  return Buffer.byteLength(text5);
}

// src/core/compare/spot.ts
function isNothing(value2) {
  if (isArray(value2)) return value2.length === 0;
  if (isObject(value2)) return Object.keys(value2).length === 0;
  return value2 === null || value2 === "";
}
function holdsTrue(mask) {
  if (isArray(mask) || isObject(mask)) return Object.values(mask).some(holdsTrue);
  return mask === true;
}
function without(value2, key) {
  if (!isObject(value2) || key === void 0) return value2;
  return Object.fromEntries(Object.entries(value2).filter(([name4]) => name4 !== key));
}
function shapeOf(value2) {
  return isArray(value2) ? "list" : isObject(value2) ? "object" : "scalar";
}
function haveDifferentShapes(before = null, after = null) {
  return before !== null && after !== null && shapeOf(before) !== shapeOf(after);
}
function onlyBefore(spot) {
  return { ...spot, after: void 0, afterMask: false, unknown: false };
}
function onlyAfter(spot) {
  return { ...spot, before: void 0, beforeMask: false };
}
function keysOf(first, ...others) {
  const keys = isObject(first) ? Object.keys(first) : [];
  let more;
  for (const side of others) {
    if (!isObject(side)) continue;
    for (const key of Object.keys(side)) {
      if (isObject(first) && Object.hasOwn(first, key)) continue;
      more ??= /* @__PURE__ */ new Set();
      more.add(key);
    }
  }
  return more === void 0 ? keys : [...keys, ...more];
}
function isSameScalar({ before, after, unknown, beforeMask, afterMask }, key) {
  const value2 = child(before, key);
  if (value2 === void 0 || !isScalar(value2) || value2 !== child(after, key)) return false;
  return unknown !== true && child(unknown, key) !== true && child(beforeMask, key) === child(afterMask, key);
}

// src/core/compare/similarity.ts
var MOST_COMPARISONS = 4e4;
var LEAST_ALIKE = 0.5;
function pairSimilar(before, after, gone, come) {
  if (before.length === 1 && after.length === 1 && gone.length === 1 && come.length === 1) {
    return /* @__PURE__ */ new Map([[0, 0]]);
  }
  const pairs = /* @__PURE__ */ new Map();
  if (gone.length * come.length > MOST_COMPARISONS) return pairs;
  const old = gone.map((index) => ({ index, leaves: leavesOf(before[index] ?? null) }));
  const now = come.map((index) => ({ index, leaves: leavesOf(after[index] ?? null) }));
  const candidates = old.flatMap(
    (one) => now.map((other) => ({ from: one.index, to: other.index, alike: alike(one.leaves, other.leaves) }))
  ).filter((each) => each.alike >= LEAST_ALIKE).sort((a, b) => b.alike - a.alike || Math.abs(a.from - a.to) - Math.abs(b.from - b.to));
  const taken = /* @__PURE__ */ new Set();
  for (const { from, to } of candidates) {
    if (taken.has(from) || pairs.has(to)) continue;
    taken.add(from);
    pairs.set(to, from);
  }
  return pairs;
}
function leavesOf(value2, place = "", found = /* @__PURE__ */ new Set()) {
  if (isNothing(value2)) return found;
  if (isArray(value2)) for (const inner of value2) leavesOf(inner, `${place}[]`, found);
  else if (isObject(value2)) for (const [key, inner] of Object.entries(value2)) leavesOf(inner, `${place}.${key}`, found);
  else found.add(`${place}=${canonical(value2)}`);
  return found;
}
function alike(a, b) {
  let common = 0;
  for (const leaf of a) if (b.has(leaf)) common++;
  return common / Math.max(a.size, b.size, 1);
}

// src/core/compare/list-diff.ts
var IDENTITIES = ["name", "Name", "containerName", "containerPort", "sourceVolume", "Sid", "sid", "key", "id"];
function pairElements(before, after, isUnknown) {
  const identity = IDENTITIES.find(
    (key) => isIdentity(before, key) && isIdentity(after, key) && before.length + after.length > 0
  );
  const elements2 = identity === void 0 ? byEquality(before, after, isUnknown) : byIdentity(before, after, identity);
  return { elements: elements2, identity };
}
function newOrder(pairs) {
  const matched = pairs.filter((pair) => pair.before !== void 0 && pair.after !== void 0);
  const isReordered = matched.some((pair, index) => (matched[index - 1]?.before ?? -1) > (pair.before ?? 0));
  return isReordered ? matched : void 0;
}
function isIdentity(list3, key) {
  const names = /* @__PURE__ */ new Set();
  for (const element2 of list3) {
    const name4 = child(element2, key);
    const isName = typeof name4 === "string" && name4 !== "" || typeof name4 === "number";
    if (!isName || names.has(name4)) return false;
    names.add(name4);
  }
  return true;
}
function byIdentity(before, after, key) {
  const places = new Map(before.map((element2, index) => [child(element2, key), index]));
  const pairs = after.map((element2, index) => {
    const name4 = child(element2, key);
    const place = places.get(name4);
    places.delete(name4);
    return { before: place, after: index, name: String(name4) };
  });
  return [...pairs, ...[...places].map(([name4, index]) => ({ before: index, after: void 0, name: String(name4) }))];
}
function byEquality(before, after, isUnknown) {
  const places = /* @__PURE__ */ new Map();
  for (const [index, element2] of [...before.entries()].reverse()) {
    const text5 = canonical(element2);
    const list3 = places.get(text5);
    if (list3) list3.push(index);
    else places.set(text5, [index]);
  }
  const partner = after.map((element2, index) => isUnknown(index) ? void 0 : places.get(canonical(element2))?.pop());
  const left = new Set([...places.values()].flat().sort((a, b) => a - b));
  const open2 = after.flatMap((element2, index) => partner[index] === void 0 && isObject(element2) ? [index] : []);
  const gone = [...left].filter((index) => isObject(before[index]));
  const similar = pairSimilar(before, after, gone, open2);
  const nameOf2 = (element2, index) => isObject(element2) ? String(index) : "";
  const pairs = after.map((element2, index) => {
    const other = partner[index] ?? similar.get(index);
    if (other !== void 0) left.delete(other);
    const isNamed = partner[index] !== void 0 || isUnknown(index);
    return { before: other, after: index, name: isNamed ? String(index) : nameOf2(element2, index) };
  });
  return [
    ...pairs,
    ...[...left].map((index) => ({ before: index, after: void 0, name: nameOf2(before[index], index) }))
  ];
}

// src/core/judge/drift.ts
function driftOf(plan) {
  return plan.drift.filter((change) => kindOf(change) !== "no-op" && kindOf(change) !== "move");
}
function isNews(change) {
  return kindOf(change) !== "update" || !isFilledIn(change.before, change.after, true);
}
function isFilledIn(before, after, isResource) {
  if (isNothing(before)) return true;
  if (isNothing(after)) return false;
  if (isObject(before) && isObject(after)) {
    const isNew = (key) => !Object.hasOwn(before, key) && !isNothing(child(after, key) ?? null);
    if (!isResource && Object.keys(after).some(isNew)) return false;
    return Object.entries(before).every(([key, value2]) => isFilledIn(value2, child(after, key) ?? null, false));
  }
  if (isArray(before) && isArray(after)) {
    const { elements: elements2 } = pairElements(before, after, () => false);
    return elements2.every(
      (pair) => pair.before !== void 0 && pair.after !== void 0 && isFilledIn(before[pair.before] ?? null, after[pair.after] ?? null, false)
    );
  }
  if (isEqual(before, after)) return true;
  if (typeof before !== "string" || typeof after !== "string") return false;
  const [old, now] = [parseEmbedded(before), parseEmbedded(after)];
  return old !== void 0 && now !== void 0 && isFilledIn(old, now, false);
}

// src/core/judge/totals.ts
function countsOf(changes) {
  const byKind = /* @__PURE__ */ new Map();
  for (const change of changes) {
    const kind = kindOf(change);
    byKind.set(kind, (byKind.get(kind) ?? 0) + 1);
  }
  const count = (kind) => byKind.get(kind) ?? 0;
  return {
    creates: count("create"),
    updates: count("update"),
    deletes: count("delete"),
    replaces: count("replace"),
    forgets: count("forget")
  };
}
function countChanges(plans) {
  const changes = plans.flatMap((plan) => plan.changes);
  const others = /* @__PURE__ */ new Map();
  for (const change of changes) {
    if (kindOf(change) !== "other") continue;
    const name4 = change.actions.join(", ");
    others.set(name4, (others.get(name4) ?? 0) + 1);
  }
  const sum = (count) => plans.reduce((total, plan) => total + count(plan), 0);
  const isLater = ({ deferred }) => deferred !== void 0;
  return {
    ...countsOf(changes),
    revisions: changes.filter(isNewRevision).length,
    imports: changes.filter((change) => change.importing !== void 0).length,
    moves: changes.filter((change) => change.previousAddress !== void 0).length,
    outputs: plans.flatMap((plan) => plan.outputs).filter((output) => kindOf(output) !== "no-op").length,
    invocations: sum(({ invocations }) => invocations.filter((each) => !isLater(each)).length),
    deferred: sum(({ deferred, invocations }) => deferred.length + invocations.filter(isLater).length),
    deferredDestroys: sum(({ deferred }) => deferred.filter(({ change }) => destroys(change)).length),
    others,
    recorded: sum((plan) => plan.isRefreshOnly ? driftOf(plan).length : 0),
    drifted: sum((plan) => plan.isRefreshOnly ? 0 : driftOf(plan).filter(isNews).length),
    isIncomplete: plans.some((plan) => plan.isIncomplete)
  };
}
function hasChanges(totals) {
  const { creates, updates, deletes, replaces, forgets, imports, moves, recorded } = totals;
  const changed = creates + updates + deletes + replaces + forgets + imports + moves + recorded;
  return changed + totals.outputs + totals.invocations + totals.deferred + totals.others.size > 0;
}
function destroyedIn(plan) {
  return plan.changes.filter((change) => destroys(change) || mayDestroy(change));
}

// src/core/judge/allowance.ts
function allowancesIn(description) {
  const spoken = description.replace(/<!--[\s\S]*?(?:-->|$)/g, "").replace(/^ {0,3}(```|~~~)[\s\S]*?(?:^ {0,3}\1|$(?![\s\S]))/gm, "");
  return spoken.split(/\r?\n/).flatMap((line) => {
    const named2 = /^\s*(?:[-*]\s+)?allow-destroy:(.*)$/i.exec(line)?.[1];
    if (named2 === void 0) return [];
    const addresses = [...named2.matchAll(NAME2)].map(([, quoted3, bare]) => quoted3 ?? bare ?? "");
    return addresses.length === 0 ? [] : [{ line: line.trim(), addresses }];
  });
}
var NAME2 = /`(.+?)`|((?:[^\s,"[\]]|\["(?:[^"\\]|\\.)*"\]|\[\d+\])+)/g;
function destroyedBy(plans, allowances) {
  const prefixes = planPrefixes(plans);
  const allowed = new Set(allowances.flatMap(({ addresses }) => addresses));
  return plans.flatMap(
    (plan, index) => destroyedIn(plan).map((change) => {
      const address = `${prefixes[index]}${change.address}`;
      return { address, isAllowed: allowed.has(address) };
    })
  );
}

// src/core/judge/consequences.ts
function parseConsequences(content) {
  let document;
  try {
    document = parseJson(content);
  } catch {
    return { problem: "the file is not JSON" };
  }
  const schema = child(document, "schema");
  if (schema !== 1)
    return { problem: `the file has the schema ${JSON.stringify(schema ?? null).slice(0, 20)}, 1 is understood` };
  const services = items(child(document, "services")).map(serviceOf);
  if (services.some((each) => each === void 0))
    return { problem: "a service in the file lacks a field or has it in another form" };
  const refusal = text3(child(document, "refusal")) || void 0;
  const incomparable = text3(child(document, "incomparable")) || void 0;
  const failure = text3(child(document, "failure")) || void 0;
  const history = historyOf(child(document, "history"));
  return { refusal, failure, incomparable, services, history };
}
function serviceOf(entry2) {
  const [service, kind] = [text3(child(entry2, "service")), text3(child(entry2, "kind"))];
  const [wave, tasks, windowSeconds, bakeSeconds] = ["wave", "tasks", "windowSeconds", "bakeSeconds"].map(
    (name4) => countOf2(child(entry2, name4))
  );
  if (service === void 0 || kind === void 0) return void 0;
  if (wave === void 0 || tasks === void 0 || windowSeconds === void 0 || bakeSeconds === void 0)
    return void 0;
  const parallel = Math.max(1, countOf2(child(entry2, "parallel")) ?? 1);
  return {
    service,
    kind,
    wave,
    parallel,
    tasks,
    windowSeconds,
    bakeSeconds,
    capacity: capacityOf(child(entry2, "capacity"))
  };
}
function capacityOf(capacity) {
  const [from, to] = [text3(child(capacity, "from")), text3(child(capacity, "to"))];
  return from === void 0 || to === void 0 ? void 0 : { from, to };
}
function historyOf(history) {
  if (!isObject(history)) return void 0;
  if (history["status"] !== "read")
    return { status: "unreadable", why: text3(history["why"]) ?? "the ledger couldn\u2019t be read" };
  const moves = items(history["moves"]).flatMap((entry2) => {
    const [service, kind, outcome] = ["service", "kind", "outcome"].map((name4) => text3(child(entry2, name4)));
    const seconds = countOf2(child(entry2, "seconds"));
    if (service === void 0 || kind === void 0 || seconds === void 0) return [];
    return outcome === "promoted" || outcome === "rolled-back" ? [{ service, kind, outcome, seconds }] : [];
  });
  return { status: "read", moves };
}
function countOf2(value2) {
  return typeof value2 === "number" && Number.isFinite(value2) && value2 >= 0 ? value2 : void 0;
}
function forecast({ services, history }, moving) {
  let wave = 0;
  let free = [];
  return services.filter(({ service, capacity }) => moving.has(service) || capacity !== void 0).map((each) => {
    if (each.wave !== wave) {
      free = Array.from({ length: each.parallel }, () => Math.max(0, ...free));
      wave = each.wave;
    }
    const begins = Math.min(...free);
    const earliestSeconds = begins + each.windowSeconds + each.bakeSeconds;
    free[free.indexOf(begins)] = earliestSeconds;
    return { ...each, earliestSeconds, past: pastOf(each, history) };
  });
}
function pastOf({ service, kind }, history) {
  if (history?.status !== "read") return void 0;
  const moves = history.moves.filter((move2) => move2.service === service && move2.kind === kind);
  const times = moves.filter(({ outcome }) => outcome === "promoted").map(({ seconds }) => seconds);
  const sorted = times.sort((a, b) => a - b);
  return {
    promoted: sorted.length,
    rolledBack: moves.length - sorted.length,
    median: sorted.length === 0 ? void 0 : quantile(sorted, 0.5),
    range: sorted.length < 3 ? void 0 : [quantile(sorted, 0.05), quantile(sorted, 0.95)]
  };
}
function quantile(sorted, share) {
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
  return low + (high - low) * (at - Math.floor(at));
}

// src/core/judge/stateful.ts
function data(what) {
  return { rule: "data-destroyed", what };
}
var DATABASE = data("the database and what it holds");
var BUCKET = { rule: "bucket-destroyed", what: "the bucket and what it holds" };
var HOLDERS = /* @__PURE__ */ new Map([
  ["aws_cloudwatch_log_group", { rule: "log-group-destroyed", what: "the log group and every line in it" }],
  ["aws_s3_bucket", BUCKET],
  ["aws_s3_directory_bucket", BUCKET],
  ["google_storage_bucket", BUCKET],
  ["azurerm_storage_account", BUCKET],
  ["azurerm_storage_container", BUCKET],
  ["aws_efs_file_system", data("the file system and what it holds")],
  ["aws_fsx_lustre_file_system", data("the file system and what it holds")],
  ["aws_ebs_volume", data("the volume and what it holds")],
  ["google_compute_disk", data("the disk and what it holds")],
  ["azurerm_managed_disk", data("the disk and what it holds")],
  ["aws_prometheus_workspace", data("the workspace and its metrics")],
  ["aws_grafana_workspace", data("the workspace with its dashboards and users")],
  ["aws_db_instance", DATABASE],
  ["aws_rds_cluster", DATABASE],
  ["aws_docdb_cluster", DATABASE],
  ["aws_neptune_cluster", DATABASE],
  ["aws_redshift_cluster", DATABASE],
  ["aws_dynamodb_table", data("the table and what it holds")],
  ["aws_timestreamwrite_table", data("the table and what it holds")],
  ["aws_elasticache_replication_group", data("the cache and what it holds")],
  ["aws_opensearch_domain", data("the domain and its indexes")],
  ["aws_elasticsearch_domain", data("the domain and its indexes")],
  ["aws_msk_cluster", data("the cluster and its topics")],
  ["aws_kinesis_stream", data("the stream and what is in it")],
  ["aws_sqs_queue", data("the queue and what is in it")],
  ["aws_ecr_repository", data("the repository and its images")],
  ["aws_kms_key", data("the key, and with it all that it encrypts")],
  ["aws_secretsmanager_secret", data("the secret and its versions")],
  ["aws_backup_vault", data("the vault and its backups")],
  ["aws_cognito_user_pool", data("the user pool and its users")],
  ["aws_route53_zone", data("the zone and its records")],
  ["google_sql_database_instance", DATABASE],
  ["google_bigquery_dataset", DATABASE],
  ["azurerm_mssql_database", DATABASE],
  ["azurerm_postgresql_flexible_server", DATABASE],
  ["azurerm_cosmosdb_account", DATABASE],
  ["azurerm_key_vault", data("the vault and its secrets")]
]);
function lossOf(change) {
  return change.mode === "managed" && destroys(change) ? HOLDERS.get(change.type) : void 0;
}

// src/core/judge/policy/finding.ts
var SEVERITIES = ["danger", "warning", "notice"];
function becomes(change, attribute, value2) {
  return child(change.after, attribute) === value2 && child(change.before, attribute) !== value2;
}
function says(words2, ...holes) {
  return words2.flatMap((text5, index) => {
    const hole = holes[index];
    const parts = hole === void 0 ? [] : typeof hole === "number" ? [word(String(hole))] : hole;
    return [word(text5), ...Array.isArray(parts) ? parts : [parts]].filter(
      (part) => part.kind === "list" || part.text !== ""
    );
  });
}
function word(text5) {
  return { kind: "words", text: text5 };
}
function code3(text5) {
  return { kind: "code", text: text5 };
}
function listed(texts) {
  return { kind: "list", texts: [...new Set(texts)].filter((text5) => text5 !== "") };
}

// src/core/judge/policy/data.ts
function dataLoss(change) {
  const loss = lossOf(change);
  if (loss !== void 0)
    return [...importLoss(change), { rule: loss.rule, severity: "danger", message: says`destroys ${word(loss.what)}` }];
  return [...shorterRetention(change), ...lessProtection(change), ...importLoss(change)];
}
function goneData(change) {
  const loss = lossOf(change);
  if (loss === void 0) return [];
  return [{ rule: loss.rule, severity: "danger", message: says`is gone, and with it ${word(loss.what)}` }];
}
function shorterRetention({ type, before, after }) {
  if (type !== "aws_cloudwatch_log_group") return [];
  const [old, now] = [before, after].map((side) => child(side, "retention_in_days"));
  if (typeof old !== "number" || typeof now !== "number") return [];
  if (now === 0 || old !== 0 && old <= now) return [];
  const message = old === 0 ? says`deletes log lines after ${now} days, not after none` : says`deletes log lines after ${now} days, not after ${old}`;
  return [{ rule: "log-retention-shortened", severity: "danger", message }];
}
function lessProtection(change) {
  const isOff = ["deletion_protection", "deletion_protection_enabled", "enable_deletion_protection"].some(
    (attribute) => child(change.before, attribute) === true && child(change.after, attribute) === false
  );
  const hits = isOff ? [{ rule: "protection-removed", severity: "warning", message: says`can be deleted from now on` }] : [];
  if (becomes(change, "force_destroy", true)) {
    const message = says`may be destroyed with all that it holds (${code3("force_destroy")})`;
    hits.push({ rule: "protection-removed", severity: "warning", message });
  }
  return hits;
}
function importLoss(change) {
  if (change.importing === void 0 || !destroys(change)) return [];
  return [{ rule: "import-destroyed", severity: "danger", message: says`destroys the object that it imports` }];
}

// src/core/judge/policy/exposure.ts
var EVERYWHERE = ["0.0.0.0/0", "::/0"];
function exposure(change) {
  return [...openIngress(change), ...publicBucket(change), ...publicEndpoint(change)];
}
function openIngress(change) {
  const old = openings(change, change.before);
  const fresh = [...openings(change, change.after)].filter(([name4]) => !old.has(name4));
  return fresh.map(([, opening]) => ({ rule: "open-ingress", severity: "warning", message: says`lets in ${opening}` }));
}
function openings({ type }, side) {
  const isGroup = type === "aws_security_group" || type === "aws_default_security_group";
  const isRule = type === "aws_vpc_security_group_ingress_rule" || type === "aws_security_group_rule" && child(side, "type") === "ingress";
  const blocks2 = isGroup ? items(child(side, "ingress")) : isRule ? [side] : [];
  const found = blocks2.flatMap((block) => {
    const ranges = [
      ...items(child(block, "cidr_blocks")),
      ...items(child(block, "ipv6_cidr_blocks")),
      child(block, "cidr_ipv4"),
      child(block, "cidr_ipv6")
    ];
    const open2 = EVERYWHERE.filter((range) => ranges.includes(range));
    return open2.map((range) => says`${code3(range)}${portsOf(block)}`);
  });
  return new Map(found.map((opening) => [JSON.stringify(opening), opening]));
}
function portsOf(block) {
  const [from, to] = [child(block, "from_port"), child(block, "to_port")];
  if (String(child(block, "protocol") ?? child(block, "ip_protocol")) === "-1") return says` on every port`;
  if (typeof from !== "number" || typeof to !== "number") return [];
  return from === to ? says` on port ${from}` : says` on ports ${from} to ${to}`;
}
var BLOCKS = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"];
function publicBucket(change) {
  const { type, before, after } = change;
  if (type === "aws_s3_bucket_public_access_block") {
    const isGone = kindOf(change) === "delete" || kindOf(change) === "forget";
    const opened = BLOCKS.filter((name4) => child(after, name4) === false && child(before, name4) !== false);
    if (!isGone && opened.length === 0) return [];
    const message = isGone ? says`no longer blocks public access` : says`switches off ${listed(opened)}`;
    return [{ rule: "public-bucket", severity: "warning", message }];
  }
  if (type !== "aws_s3_bucket" && type !== "aws_s3_bucket_acl") return [];
  const acl = child(after, "acl");
  const isPublic = typeof acl === "string" && acl.startsWith("public-") && child(before, "acl") !== acl;
  return isPublic ? [{ rule: "public-bucket", severity: "danger", message: says`gives everybody access (${code3(acl)})` }] : [];
}
function publicEndpoint(change) {
  const { type, before, after } = change;
  const hit = (severity, message) => [
    { rule: "public-endpoint", severity, message }
  ];
  if (becomes(change, "publicly_accessible", true)) return hit("danger", says`gets a public address`);
  if (type === "aws_lambda_function_url" && becomes(change, "authorization_type", "NONE")) {
    return hit("danger", says`can be called by everybody`);
  }
  if ((type === "aws_lb" || type === "aws_alb" || type === "aws_elb") && becomes(change, "internal", false)) {
    return hit("warning", says`faces the internet`);
  }
  const assigns = (side) => items(child(side, "network_configuration")).some((block) => child(block, "assign_public_ip") === true);
  return assigns(after) && !assigns(before) ? hit("warning", says`gives its tasks public addresses`) : [];
}

// src/core/judge/policy/iam.ts
function iamWidening(change) {
  if (!change.type.startsWith("aws_") || change.after === null) return [];
  return [
    ...documentsOf(change).flatMap(({ before, after, isTrust }) => widened(change, before, after, isTrust)),
    ...managedPolicies(change),
    ...unknownPolicy(change)
  ];
}
function documentsOf({ before, after, type }) {
  const read2 = (value2) => parseEmbedded(text3(value2) ?? "");
  const pairs = ["policy", "assume_role_policy", "access_policies"].map((attribute) => ({
    before: read2(child(before, attribute)),
    after: read2(child(after, attribute)),
    isTrust: attribute === "assume_role_policy"
  }));
  const inline = (side) => ({
    Statement: items(child(side, "inline_policy")).flatMap((block) => statementsOf(read2(child(block, "policy"))))
  });
  if (type.startsWith("aws_iam_")) pairs.push({ before: inline(before), after: inline(after), isTrust: false });
  return pairs;
}
function widened(change, old, now, isTrust) {
  const kept = new Set(statementsOf(old).map((statement) => canonical(statement)));
  const changed = statementsOf(now).filter((statement) => !kept.has(canonical(statement)));
  const known = grantsOf(statementsOf(old));
  const fresh = grantsOf(changed).filter((grant) => !known.some((other) => covers(other, grant)));
  const unconditional = fresh.filter((grant) => grant.condition === "");
  const isPublic = unconditional.some((grant) => grant.principal === "*");
  if (isPublic) {
    const message = isTrust ? says`lets everybody assume the role` : says`lets everybody in (principal ${code3("*")})`;
    return [{ rule: "public-principal", severity: "danger", message }];
  }
  if (isTrust) return old === void 0 ? [] : addedTo(fresh.map((grant) => grant.principal));
  const wild = unconditional.filter(({ resource, action }) => resource === "*" && !HARMLESS.test(action));
  const counted = change.type === "aws_kms_key" || change.type === "aws_kms_key_policy" ? [] : wild;
  if (counted.some((grant) => /^(\*|\*:\*)$/.test(grant.action))) {
    return [{ rule: "iam-admin", severity: "danger", message: says`allows everything on every resource` }];
  }
  const hits = [];
  if (counted.length > 0) {
    const message = says`allows ${listed(counted.map((grant) => grant.action))} on every resource (${code3("*")})`;
    hits.push({ rule: "iam-wildcard", severity: "warning", message });
  }
  const others = fresh.filter((grant) => !counted.includes(grant));
  if (statementsOf(old).length > 0 && others.length > 0) {
    const isHarmless = others.every(({ action }) => HARMLESS.test(action));
    const resources = listed(others.map((grant) => grant.resource));
    const message = says`now allows ${listed(others.map((grant) => grant.action))} on ${resources}`;
    hits.push({ rule: "iam-widened", severity: isHarmless ? "notice" : "warning", message });
  }
  const denied = new Set(deniesOf(now));
  const lifted = deniesOf(old).filter((deny) => !denied.has(deny)).length;
  if (now !== void 0 && lifted > 0) {
    const message = lifted === 1 ? says`drops 1 statement that denies` : says`drops ${lifted} statements that deny`;
    hits.push({ rule: "iam-widened", severity: "warning", message });
  }
  return hits;
}
function addedTo(principals) {
  if (principals.length === 0) return [];
  return [{ rule: "iam-widened", severity: "warning", message: says`lets ${listed(principals)} assume the role` }];
}
var HARMLESS = /^(\w[\w-]*:(get|list|describe|head|batchget|lookup|search|query|view)|ssmmessages:|ec2messages:|cloudwatch:putmetricdata$|xray:put)/i;
function statementsOf(document) {
  return oneOrMore(child(document, "Statement"));
}
var MOST_GRANTS = 2e3;
function grantsOf(statements) {
  return statements.filter((statement) => child(statement, "Effect") === "Allow").flatMap((statement) => {
    const condition = child(statement, "Condition");
    const actions = words(child(statement, "Action"), child(statement, "NotAction"));
    const resources = words(child(statement, "Resource"), child(statement, "NotResource"));
    const principals = principalsOf(statement);
    return actions.flatMap(
      (action) => (resources.length === 0 ? [""] : resources).flatMap(
        (resource) => principals.map((principal) => ({
          action,
          resource,
          principal,
          condition: condition === void 0 ? "" : canonical(condition)
        }))
      )
    );
  }).slice(0, MOST_GRANTS);
}
function words(given, not) {
  if (not !== void 0) return ["*"];
  return oneOrMore(given).filter((word2) => typeof word2 === "string");
}
function principalsOf(statement) {
  const given = child(statement, "Principal");
  if (child(statement, "NotPrincipal") !== void 0 || given === "*") return ["*"];
  if (!isObject(given)) return [""];
  return Object.values(given).flatMap((value2) => oneOrMore(value2).filter((word2) => typeof word2 === "string"));
}
function covers(wide, narrow) {
  return (wide.condition === "" || wide.condition === narrow.condition) && matches(wide.action.toLowerCase(), narrow.action.toLowerCase()) && matches(wide.resource, narrow.resource) && (wide.principal === "*" || wide.principal === narrow.principal);
}
function matches(pattern, value2) {
  let [at, star, mark] = [0, -1, 0];
  for (let i = 0; i < value2.length; ) {
    if (pattern[at] === "*") {
      star = at++;
      mark = i;
    } else if (at < pattern.length && (pattern[at] === "?" || pattern[at] === value2[i])) {
      at++;
      i++;
    } else if (star >= 0) {
      at = star + 1;
      i = ++mark;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}
function deniesOf(document) {
  return statementsOf(document).filter((statement) => child(statement, "Effect") === "Deny").map((statement) => canonical(statement));
}
function managedPolicies({ before, after, type }) {
  if (!type.startsWith("aws_iam_")) return [];
  const attached = (side) => [child(side, "policy_arn"), ...items(child(side, "managed_policy_arns"))].filter((arn) => typeof arn === "string");
  const old = attached(before);
  return attached(after).filter((arn) => !old.includes(arn)).flatMap((arn) => {
    const name4 = /^arn:[\w-]+:iam::aws:policy\/(?:.*\/)?(.+)$/.exec(arn)?.[1] ?? "";
    if (name4 === "AdministratorAccess" || name4 === "IAMFullAccess") {
      return [{ rule: "iam-admin", severity: "danger", message: says`attaches ${code3(name4)}` }];
    }
    const isWide = name4 === "PowerUserAccess" || name4.endsWith("FullAccess");
    return isWide ? [{ rule: "iam-wildcard", severity: "warning", message: says`attaches ${code3(name4)}` }] : [];
  });
}
function unknownPolicy(change) {
  const names = ["policy", "assume_role_policy"].filter((name4) => child(change.unknown, name4) === true);
  if (kindOf(change) !== "update" || names.length === 0) return [];
  const message = says`what ${code3(names.join(", "))} allows is known only after the apply`;
  return [{ rule: "iam-unknown", severity: "notice", message }];
}
function oneOrMore(value2) {
  if (isArray(value2)) return value2;
  return value2 === void 0 || value2 === null || isObject(value2) && Object.keys(value2).length === 0 ? [] : [value2];
}

// src/core/judge/policy/images.ts
function looseImages({ type, after }) {
  return imagesOf(type, after).flatMap((image) => {
    if (image.includes("@sha256:")) return [];
    const tag = /:([^:/]+)$/.exec(image)?.[1];
    if (tag === void 0 || tag === "latest") {
      return [{ rule: "image-latest", severity: "warning", message: says`image ${code3(image)} has no fixed version` }];
    }
    return [{ rule: "image-digest", severity: "notice", message: says`image ${code3(image)} has no digest` }];
  });
}
function imagesOf(type, after) {
  const given = type === "aws_ecs_task_definition" ? items(parseEmbedded(text3(child(after, "container_definitions")) ?? "")).map((one) => child(one, "image")) : type === "aws_lambda_function" ? [child(after, "image_uri")] : [];
  return given.filter((image) => typeof image === "string" && image !== "");
}

// src/core/judge/policy/services.ts
function serviceLoss(change) {
  if (change.type !== "aws_ecs_service" || !destroys(change)) return [];
  const message = kindOf(change) === "replace" ? says`stops all tasks of the ECS service before it starts others` : says`stops all tasks of the ECS service for good`;
  return [{ rule: "service-stopped", severity: "danger", message }];
}

// src/core/judge/policy.ts
var RULES = [dataLoss, serviceLoss, exposure, iamWidening, looseImages];
var RULES_ON_DRIFT = [goneData, exposure, iamWidening];
function findProblems(plans, scrubber) {
  const prefixes = planPrefixes(plans);
  const found = /* @__PURE__ */ new Map();
  for (const [index, plan] of plans.entries()) {
    const prefix = fromSource(prefixes[index] ?? "");
    for (const { hit, address } of hitsOf(plan)) {
      const key = JSON.stringify([hit.rule, hit.severity, hit.message]);
      const known = found.get(key) ?? { ...hit, addresses: /* @__PURE__ */ new Set() };
      known.addresses.add(own`${prefix}${scrubber.address(address)}`);
      found.set(key, known);
    }
  }
  return [...found.values()].map((hit) => ({
    ...hit,
    message: hit.message.map((part) => clean(part, scrubber)),
    addresses: [...hit.addresses]
  })).sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}
function hitsOf(plan) {
  const hits = (change, rules) => change.mode === "managed" ? rules.flatMap((rule) => rule(change)) : [];
  return [
    ...plan.changes.filter((change) => kindOf(change) !== "no-op").flatMap((change) => hits(change, RULES).map((hit) => ({ hit, address: change.address }))),
    ...driftOf(plan).flatMap((change) => driftHits(plan, change, hits(change, RULES_ON_DRIFT))),
    ...plan.checks.failed.map((check) => ({ hit: checkHit(check), address: check.address }))
  ];
}
function driftHits(plan, change, hits) {
  if (hits.length === 0) return [];
  const planned = plan.changes.find(({ address, deposed }) => address === change.address && deposed === change.deposed);
  const stays = new Set(
    planned === void 0 ? hits.map(keyOf) : RULES_ON_DRIFT.flatMap((rule) => rule({ ...change, after: planned.after })).map(keyOf)
  );
  return hits.map((hit) => {
    const isTakenBack = !stays.has(keyOf(hit));
    const message = isTakenBack ? says`changed outside of Terraform, and taken back by this plan: ${hit.message}` : says`changed outside of Terraform: ${hit.message}`;
    return { hit: { ...hit, message, severity: isTakenBack ? "notice" : hit.severity }, address: change.address };
  });
}
function keyOf({ rule, message }) {
  return JSON.stringify([rule, message]);
}
function checkHit({ message }) {
  return { rule: "check", severity: "warning", message: [{ kind: "text", text: message }] };
}
function clean(part, scrubber) {
  if (part.kind === "list") return { kind: "list", texts: part.texts.map((text5) => scrubber.text(text5)) };
  return { kind: part.kind, text: part.kind === "words" ? fromSource(part.text) : scrubber.text(part.text) };
}
function sentenceOf({ message }) {
  return message.map((part) => {
    if (part.kind === "list") return part.texts.map((text5) => `\`${text5}\``).join(", ");
    return part.kind === "code" ? `\`${part.text}\`` : part.text;
  }).join("");
}

// src/core/judge/services.ts
var ARN = /^arn:[\w-]+:ecs:[^:]*:\d*:task-definition\/([^:/]+):(\d+)$/;
function movesOf(plans) {
  const moves = plans.flatMap((plan) => {
    const services = servicesByFamily(plan);
    return plan.outputs.filter(namesTargets).flatMap((output) => keysOf2(output).map((key) => move(plan, output, key, services))).filter((each) => each !== void 0);
  });
  return [...new Map(moves.map((each) => [JSON.stringify(each), each])).values()];
}
function namesTargets(output) {
  const { name: name4, before, after, unknown, beforeSensitive, afterSensitive } = output;
  if (!isObject(before) || !isObject(after)) return false;
  if (kindOf(output) !== "update" && !name4.startsWith("target")) return false;
  if ([beforeSensitive, afterSensitive].some((mask) => mask === true || Object.keys(mask ?? {}).length > 0))
    return false;
  const values = [...Object.values(before), ...Object.values(after)];
  const isFlat = !isObject(unknown) || Object.values(unknown).every((value2) => typeof value2 === "boolean");
  return isFlat && values.length > 0 && values.every((value2) => typeof value2 === "string" && ARN.test(value2));
}
function keysOf2({ before, after, unknown }) {
  const sides = [before, after, unknown].filter(isObject);
  return [...new Set(sides.flatMap((side) => Object.keys(side)))].sort();
}
function move(plan, output, service, services) {
  const isLater = child(output.unknown, service) === true;
  const [old, target] = [text3(child(output.before, service)), text3(child(output.after, service))];
  const running = services.get(familyOf(old ?? target));
  if (running !== void 0 && movesByItself(running)) return void 0;
  const from = text3(child(running?.before, "task_definition")) ?? old;
  if (!isLater && from === target) return void 0;
  return {
    service,
    from: targetOf(from, variants(plan, service, "before")),
    to: isLater ? later(plan, service) : targetOf(target, variants(plan, service, "after"))
  };
}
function movesByItself({ before, after, unknown }) {
  return child(unknown, "task_definition") === true || !isEqual(child(before, "task_definition"), child(after, "task_definition"));
}
function servicesByFamily(plan) {
  const found = /* @__PURE__ */ new Map();
  for (const change of plan.changes.filter(({ type, mode }) => type === "aws_ecs_service" && mode === "managed")) {
    const family = familyOf(text3(child(change.before, "task_definition")));
    if (family !== "") found.set(family, found.has(family) ? void 0 : change);
  }
  return found;
}
function familyOf(arn) {
  return ARN.exec(arn ?? "")?.[1] ?? "";
}
function targetOf(arn = "", names = /* @__PURE__ */ new Map()) {
  const [, family = "", revision = ""] = ARN.exec(arn) ?? [];
  return { kind: family === "" ? "none" : "revision", family, revision, variant: names.get(arn) };
}
function later(plan, service) {
  const unknown = plan.outputs.flatMap((output) => {
    const entries = child(output.unknown, service);
    return isObject(entries) ? Object.keys(entries).filter((name4) => entries[name4] === true) : [];
  });
  return { kind: "later", family: "", revision: "", variant: unknown.length === 1 ? unknown[0] : void 0 };
}
function variants(plan, service, side) {
  const mask = side === "before" ? "beforeSensitive" : "afterSensitive";
  const found = plan.outputs.filter((output) => output[mask] === false).map((output) => child(output[side], service)).filter(isObject).flatMap((entries) => Object.entries(entries).map(([name4, arn]) => [text3(arn) ?? "", name4]));
  return new Map(found);
}

// src/core/secrets/hash.ts
var SHORTEST_PART = 6;
var SIEVE_SIZE = 1 << 18;
var BASE = 31;
var BASE_OF_FIRST = BASE ** (SHORTEST_PART - 1);
function hashOf(value2, from) {
  let hash = 0;
  for (let i = from; i < from + SHORTEST_PART; i++) hash = Math.imul(hash, BASE) + value2.charCodeAt(i) | 0;
  return hash;
}
function rolled(hash, leaving, entering) {
  return Math.imul(hash - Math.imul(leaving, BASE_OF_FIRST), BASE) + entering | 0;
}

// src/core/secrets/lines.ts
function secretLines(literals2) {
  const telling = /* @__PURE__ */ new Set();
  const short2 = /* @__PURE__ */ new Set();
  for (const literal of literals2) {
    if (!literal.includes("\n")) continue;
    for (const line of literal.split(/\r?\n/)) {
      const core = coreOf(line);
      if (core === "" || line.startsWith("#!")) continue;
      if (core.length >= SHORTEST_PART) telling.add(core);
      else short2.add(core);
    }
  }
  return { telling, short: short2 };
}
var BREAK = /(\r?\n|(?:\\+r)?\\+n)/;
function hideLines(value2, { telling, short: short2 }, word2) {
  if (telling.size + short2.size === 0 || !/\n|\\n/.test(value2)) return value2;
  const pieces = value2.split(BREAK);
  const hidden = pieces.map((piece) => telling.has(coreOf(piece)) || piece.includes(word2));
  const spread = (index, step) => {
    for (let at = index + step; short2.has(coreOf(pieces[at] ?? "")); at += step) hidden[at] = true;
  };
  for (const [index, isHidden] of [...hidden.entries()]) {
    if (!isHidden) continue;
    spread(index, 2);
    spread(index, -2);
  }
  return pieces.map((piece, index) => hidden[index] && !piece.includes(word2) ? inPlaceOf(piece, word2) : piece).join("");
}
function coreOf(line) {
  return line.replace(/^[\s+\->|#"'`]+|[\s"',;`\\]+$/g, "");
}
function inPlaceOf(line, word2) {
  const core = coreOf(line);
  const at = line.indexOf(core);
  return line.slice(0, at) + word2 + line.slice(at + core.length);
}

// src/core/secrets/patterns.ts
var SHORTEST_LINE = 12;
function patternsOf(literals2) {
  const plain = /* @__PURE__ */ new Set();
  const base64 = /* @__PURE__ */ new Set();
  for (const literal of literals2) {
    if (literal.length < SHORTEST_PART) continue;
    for (const form of encodings(literal)) plain.add(form);
    for (const form of base64Cores(literal)) base64.add(form);
    for (const line of literal.includes("\n") ? literal.split(/\r?\n/) : []) {
      for (const part of partsOfLine(line.trim())) plain.add(part);
    }
  }
  return [
    ...[...plain].map((text5) => ({ text: text5, isBase64: false })),
    ...[...base64].map((text5) => ({ text: text5, isBase64: true }))
  ];
}
function partsOfLine(line) {
  const isMixed = /^(?=.*[0-9])(?=.*[A-Za-z])\S+$/.test(line);
  const isTelling = line.length >= SHORTEST_LINE || line.length >= SHORTEST_PART && isMixed;
  const parts = isTelling ? [line] : [];
  const [, name4 = "", value2 = ""] = /^(?:export\s+)?["']?([\w.-]+)["']?\s*[=:]\s*["']?(.*?)["']?[,;]?$/.exec(line) ?? [];
  if (value2.length >= SHORTEST_PART && (isSecretName(name4) || /^pw$|pwd|key|auth/i.test(name4))) parts.push(value2);
  return parts;
}
function encodings(literal) {
  const trimmed = literal.trim().length >= SHORTEST_PART ? literal.trim() : literal;
  if (/^[\w.-]+$/.test(trimmed)) return [trimmed];
  const json = JSON.stringify(trimmed).slice(1, -1);
  const url = encodeURIComponent(trimmed.toWellFormed());
  const strictUrl = url.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  const html2 = trimmed.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
  return [
    trimmed,
    json,
    JSON.stringify(json).slice(1, -1),
    goEscaped(json),
    goEscaped(JSON.stringify(goEscaped(json)).slice(1, -1)),
    ...[url, strictUrl].flatMap((form) => [form, form.replace(/%20/g, "+"), lowerHex(form)]),
    html2,
    html2.replace(/&quot;/g, "&#34;").replace(/'/g, "&#39;")
  ];
}
function goEscaped(json) {
  return json.replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`);
}
function lowerHex(url) {
  return url.replace(/%[0-9A-F]{2}/g, (code4) => code4.toLowerCase());
}
function base64Cores(literal) {
  const bytes = Buffer.from(literal.trim() || literal);
  const cores = [];
  for (const offset of [0, 1, 2]) {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
    const from = Math.ceil(offset * 8 / 6);
    const to = Math.floor((offset + bytes.length) * 8 / 6);
    const core = encoded.slice(from, to);
    if (core.length < SHORTEST_PART) continue;
    cores.push(core, core.replace(/\+/g, "-").replace(/\//g, "_"));
  }
  return cores;
}

// src/core/secrets/windows.ts
var MOST_WINDOWS = 2e5;
var LEAST_DISTINCT = 2;
function windowsOf(literals2) {
  const windows = /* @__PURE__ */ new Set();
  for (const literal of literals2) {
    if (windows.size > MOST_WINDOWS) break;
    for (const part of passwordLikeParts(literal)) {
      for (let at = 0; at + SHORTEST_PART <= part.length; at++) {
        const window = part.slice(at, at + SHORTEST_PART);
        if (!/\s/.test(window) && new Set(window).size >= LEAST_DISTINCT) windows.add(window);
      }
    }
  }
  return windows;
}
function passwordLikeParts(literal) {
  if (!/^.{8,512}$/.test(literal) || literal.startsWith("arn:") || parseEmbedded(literal) !== void 0) return [];
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(literal)) return [literal];
  return literal.split(/[/?#&=:@]+/).filter((part) => /^(?=.*[0-9])(?=.*[A-Za-z])[\w-]{8,}$/.test(part));
}
function withoutNames(windows, names, isClean) {
  if (windows.size === 0) return;
  const sieve = new Uint8Array(SIEVE_SIZE);
  for (const window of windows) sieve[hashOf(window, 0) & SIEVE_SIZE - 1] = 1;
  for (const name4 of names) {
    if (name4.length >= SHORTEST_PART && isClean(name4)) forget(name4, windows, sieve);
  }
}
function forget(name4, windows, sieve) {
  let hash = hashOf(name4, 0);
  for (let at = 0; at + SHORTEST_PART <= name4.length; at++) {
    if (at > 0) hash = rolled(hash, name4.charCodeAt(at - 1), name4.charCodeAt(at + SHORTEST_PART - 1));
    if (sieve[hash & SIEVE_SIZE - 1] === 1) windows.delete(name4.slice(at, at + SHORTEST_PART));
  }
}

// src/core/secrets/scrub.ts
var SENSITIVE = "(sensitive)";
function createScrubber(literals2, names = /* @__PURE__ */ new Set()) {
  const index = indexOf(literals2, names);
  const lines3 = secretLines(literals2);
  const isIdle = index.buckets.size === 0;
  const text5 = (value2) => {
    if (value2.length < SHORTEST_PART || isIdle) return value2;
    if (literals2.has(value2)) return SENSITIVE;
    return hideLines(replace(value2, index), lines3, SENSITIVE);
  };
  return {
    count: literals2.size,
    text: text5,
    number: (digits) => digits.length >= SHORTEST_PART && literals2.has(digits) ? SENSITIVE : digits,
    key: (value2) => names.has(value2) ? value2 : text5(value2),
    address: (value2) => {
      if (isIdle) return value2;
      return ADDRESS.test(value2) ? value2.replace(INSTANCE, (_, key) => `["${text5(key)}"]`) : text5(value2);
    }
  };
}
var ADDRESS = /^[\p{L}_][\p{L}\p{N}_-]*(?:\.[\p{L}_][\p{L}\p{N}_-]*|\[(?:\d+|"(?:[^"\\]|\\.)*")\])*$/u;
var INSTANCE = /\["((?:[^"\\]|\\.)*)"\]/g;
function bareAddress(address) {
  return address.includes("[") && ADDRESS.test(address) ? address.replace(/\["(?:[^"\\]|\\.)*"\]|\[\d+\]/g, "") : address;
}
function namesInAddress(address) {
  return ADDRESS.test(address) ? bareAddress(address).split(".") : [];
}
function indexOf(literals2, names) {
  const index = { buckets: /* @__PURE__ */ new Map(), windows: /* @__PURE__ */ new Set(), sieve: new Uint8Array(SIEVE_SIZE) };
  for (const pattern of patternsOf(literals2)) {
    const hash = hashOf(pattern.text, 0);
    index.sieve[hash & SIEVE_SIZE - 1] = 1;
    const bucket = index.buckets.get(hash);
    if (bucket) bucket.push(pattern);
    else index.buckets.set(hash, [pattern]);
  }
  const windows = windowsOf(literals2);
  withoutNames(windows, names, (name4) => replace(name4, index) === name4);
  for (const window of windows) {
    index.windows.add(window);
    index.sieve[hashOf(window, 0) & SIEVE_SIZE - 1] = 1;
  }
  return index;
}
function replace(value2, index) {
  let result = "";
  let shown = 0;
  let hash = hashOf(value2, 0);
  for (let at = 0; at + SHORTEST_PART <= value2.length; at++) {
    if (at > 0) hash = rolled(hash, value2.charCodeAt(at - 1), value2.charCodeAt(at + SHORTEST_PART - 1));
    if (index.sieve[hash & SIEVE_SIZE - 1] !== 1) continue;
    if (index.windows.has(value2.slice(at, at + SHORTEST_PART))) {
      if (at >= shown) result += value2.slice(shown, at) + SENSITIVE;
      shown = Math.max(shown, at + SHORTEST_PART);
    }
    for (const pattern of index.buckets.get(hash) ?? []) {
      if (!value2.startsWith(pattern.text, at)) continue;
      const from = pattern.isBase64 ? runStart(value2, at, shown) : at;
      const to = pattern.isBase64 ? runEnd(value2, at + pattern.text.length) : at + pattern.text.length;
      if (from >= shown) result += value2.slice(shown, from) + SENSITIVE;
      shown = Math.max(shown, to);
    }
  }
  return result + value2.slice(shown);
}
function runStart(value2, at, floor) {
  let start = at;
  while (start > floor && /[A-Za-z0-9+/_-]/.test(value2[start - 1] ?? "")) start--;
  return start;
}
function runEnd(value2, at) {
  let end = at;
  while (end < value2.length && /[A-Za-z0-9+/_=-]/.test(value2[end] ?? "")) end++;
  return end;
}

// src/core/secrets/source-names.ts
function sourceNames(plans) {
  const names = /* @__PURE__ */ new Set();
  const known = /* @__PURE__ */ new Set();
  for (const plan of plans) {
    for (const name4 of plan.names) names.add(name4);
    for (const { name: name4 } of plan.outputs) names.add(name4);
    for (const { address } of plan.invocations) for (const name4 of namesInAddress(address)) names.add(name4);
    const deferred = plan.deferred.map(({ change }) => change);
    for (const change of [...plan.changes, ...plan.drift, ...deferred]) {
      const place = bareAddress(change.address);
      if (!known.has(place)) for (const name4 of namesInAddress(place)) names.add(name4);
      known.add(place);
      if (known.has(change.type)) continue;
      names.add(change.type);
      if (change.before !== null || change.after !== null) known.add(change.type);
      for (const side of [change.before, change.after, change.unknown]) {
        if (isObject(side)) for (const name4 of Object.keys(side)) names.add(name4);
      }
    }
  }
  return names;
}

// src/core/show/box.ts
function box(kind, content) {
  return md`${quote(md`[!${kind}]\n${content}`)}\n\n`;
}

// src/core/show/shortened.ts
var LONGEST_NAME = 400;
var HEAD = 240;
var TAIL = 120;
function shortened2(name4, longest = LONGEST_NAME) {
  if (name4.length <= longest) return name4;
  const tail = Math.min(TAIL, Math.floor(longest / 3));
  const head = Math.min(HEAD, longest - tail);
  return own`${rewritten(name4, (text5) => text5.slice(0, head).toWellFormed())}…${rewritten(name4, (text5) => text5.slice(-tail).toWellFormed())} (${name4.length} characters)`;
}

// src/core/show/alerts.ts
var LONGEST_VALUE = 600;
var MOST_VALUES = 3;
function alerts(findings, most) {
  const boxes = SEVERITIES.map((severity) => {
    const found = findings.filter((finding) => finding.severity === severity);
    if (found.length === 0) return md``;
    const shown = found.slice(0, most).map((finding) => findingLine(finding, Number.isFinite(most)));
    const more = found.length > most ? [md`and ${found.length - most} more`] : [];
    return boxOf(severity, found, list([...shown, ...more]));
  });
  return join(boxes, md``);
}
function boxOf(severity, findings, content) {
  if (severity === "danger") return box(md`CAUTION`, content);
  if (severity === "warning") return box(md`WARNING`, content);
  const rules = [...new Set(findings.map(({ rule }) => rule))];
  const names = rules.reduce(
    (all, rule, index) => index === 0 ? htmlCode2(fromSource(rule)) : html`${all}, ${htmlCode2(fromSource(rule))}`,
    html``
  );
  const count = findings.length === 1 ? html`ℹ️ 1 notice` : html`ℹ️ ${findings.length} notices`;
  return md`${details(html`${count}: ${names}`, content)}\n\n`;
}
function findingLine({ addresses, message, rule }, isBrief) {
  const words2 = join(
    message.map((part) => partText(part, isBrief)),
    md``
  );
  const name4 = code2(fromSource(rule));
  if (isBrief || addresses.length === 1) {
    const more = addresses.length > 1 ? md` and ${addresses.length - 1} more` : md``;
    return md`${code2(named(addresses[0], isBrief))}${more}: ${words2} (${name4})`;
  }
  return lines([
    md`${addresses.length} resources: ${words2} (${name4})`,
    list(addresses.map((address) => code2(address)))
  ]);
}
function named(address, isBrief) {
  const name4 = address ?? fromSource("");
  return isBrief ? shortened2(name4) : name4;
}
function partText(part, isBrief) {
  if (part.kind === "list") {
    const shown = isBrief ? part.texts.slice(0, MOST_VALUES) : part.texts;
    const codes = join(
      shown.map((each) => code2(isBrief ? shortened2(each, LONGEST_VALUE) : each)),
      md`, `
    );
    return shown.length < part.texts.length ? md`${codes} and ${part.texts.length - shown.length} more` : codes;
  }
  const value2 = isBrief ? shortened2(part.text, LONGEST_VALUE) : part.text;
  if (part.kind === "code") return code2(value2);
  return part.kind === "text" ? linesOfText(value2) : text4(part.text);
}

// src/core/show/allowance.ts
function allowanceNote(destroyed, allowances, scrubber) {
  if (destroyed.length === 0 || allowances.length === 0) return md``;
  const allowed = destroyed.filter(({ isAllowed }) => isAllowed).length;
  const names = new Set(destroyed.map(({ address }) => address));
  const idle = allowances.flatMap(({ addresses }) => addresses).filter((address) => !names.has(address));
  const quoted3 = list(allowances.slice(0, MOST).map(({ line }) => code2(shortened2(scrubber.text(line)))));
  const rest = idle.length === 0 ? md`` : md`\n\nThis plan doesn’t destroy ${code2(shortened2(scrubber.text(idle.slice(0, MOST).join(", "))))}, which it names.`;
  return md`Of ${destroyed.length} destructions, ${allowed} are allowed by the description of this pull request:\n\n${quoted3}${rest}\n\n`;
}
var MOST = 10;

// src/core/show/consequences.ts
function understood(read2) {
  return read2 === void 0 || "problem" in read2 ? void 0 : read2;
}
function refusalBox(read2, scrubber) {
  const refusal = understood(read2)?.refusal;
  if (refusal === void 0) return md``;
  return box(md`CAUTION`, md`The deploy will refuse this after the merge: ${text4(scrubber.text(refusal))}`);
}
var LONGEST_FAILURE = 2e3;
function failureWords(read2, scrubber) {
  const failure = understood(read2)?.failure;
  if (failure === void 0) return void 0;
  const end = rewritten(
    scrubber.text(failure),
    (said) => said.length <= LONGEST_FAILURE ? said : `\u2026${said.slice(-LONGEST_FAILURE).toWellFormed()}`
  );
  return md`The log of the plan step has all of it:<br>${linesOfText(end)}`;
}
function incomparableBox(read2, scrubber) {
  const incomparable = understood(read2)?.incomparable;
  if (incomparable === void 0) return md``;
  const what = md`Phase, rendered configuration and cost are shown without what they were before`;
  return box(md`WARNING`, md`${what}: ${text4(scrubber.text(incomparable))}`);
}
function consequencesSection(read2, moves, scrubber, most) {
  if (read2 === void 0) return md``;
  if ("problem" in read2) return section(md`They can’t be told: ${text4(fromSource(read2.problem))}.`);
  const rows = forecast(read2, new Set(moves.map(({ service }) => service)));
  if (rows.length === 0) return md``;
  const { history } = read2;
  const hasPast = history?.status === "read";
  const head = [
    md`service`,
    md`wave`,
    md`tasks replaced`,
    md`promoted at the earliest after`,
    ...hasPast ? [md`took before`] : []
  ];
  const cells = rows.slice(0, most).map((row2) => [
    md`${name2(row2.service, scrubber)}${elsewhere(row2, scrubber)}`,
    row2.wave,
    row2.tasks,
    duration(row2.earliestSeconds),
    ...hasPast ? [pastCell(row2.past)] : []
  ]);
  const ledger = history?.status === "unreadable" ? md`\n\nHow earlier moves went isn’t known: ${text4(scrubber.text(history.why))}.` : md``;
  return section(md`${intro(rows)}\n\n${table(head, cells)}${moreRows(rows.length, most)}${ledger}`);
}
function name2(given, scrubber) {
  return code2(shortened2(scrubber.key(given), 80));
}
function elsewhere({ capacity }, scrubber) {
  return capacity === void 0 ? md`` : md`, ${name2(capacity.from, scrubber)} → ${name2(capacity.to, scrubber)}`;
}
function section(content) {
  return md`### Consequences\n\n${content}\n\n`;
}
function intro(rows) {
  const tasks = rows.reduce((sum, row2) => sum + row2.tasks, 0);
  const waves = new Set(rows.map(({ wave }) => wave)).size;
  const last = Math.max(...rows.map(({ earliestSeconds }) => earliestSeconds));
  const replaced = tasks === 1 ? md`1 task is replaced` : md`${tasks} tasks are replaced`;
  return md`${replaced}, in ${waves === 1 ? md`1 wave` : md`${waves} waves`}; all is promoted after ${duration(last)} at the earliest: windows and bakes, without the start of the tasks.`;
}
function pastCell(past) {
  if (past === void 0 || past.promoted + past.rolledBack === 0) return md`never moved so`;
  const counts = md`${past.promoted} promoted, ${past.rolledBack} rolled back`;
  if (past.median === void 0) return counts;
  const range = past.range === void 0 ? md`` : md` (90 %: ${duration(past.range[0])} to ${duration(past.range[1])})`;
  return md`${duration(past.median)}${range}; ${counts}`;
}
function duration(seconds) {
  if (seconds < 60) return md`${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return md`${minutes} min`;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return rest === 0 ? md`${hours} h` : md`${hours} h ${rest} min`;
}

// src/core/show/cost.ts
function parseCost(content) {
  let value2;
  try {
    value2 = JSON.parse(content);
  } catch {
    return void 0;
  }
  const before = amount(child(value2, "before"));
  const after = amount(child(value2, "after"));
  if (before === void 0 || after === void 0) return void 0;
  const budget = child(value2, "budget");
  const percent = child(budget, "minimumSavingPercent");
  const met = child(budget, "met");
  const isKnown = isObject(budget) && typeof percent === "number" && typeof met === "boolean";
  return { before, after, budget: isKnown ? { minimumSavingPercent: percent, met } : void 0 };
}
function amount(value2) {
  const shown = typeof value2 === "number" ? value2.toFixed(2) : value2;
  return typeof shown === "string" && /^-?\d+(\.\d+)?$/.test(shown) ? shown : void 0;
}
var LONGEST_LINE = 300;
function costCells(content) {
  const cost = parseCost(content);
  if (cost) {
    return [
      text4(fromSource(`$${cost.before}`)),
      md`${text4(fromSource(`$${cost.after}${percentOf(cost)}`))}${budgetOf(cost)}`
    ];
  }
  const line = content.trim();
  if (line === "" || line.length > LONGEST_LINE || line.includes("\n") || /^[{[|#]/.test(line)) return void 0;
  const cell3 = (from, to) => foreign2(rewritten(content, (given) => given.trim().replace(" a month", "").slice(from, to)));
  const shown = line.replace(" a month", "");
  const same = /^\S+(?=, unchanged)/.exec(shown)?.[0];
  if (same !== void 0) return [cell3(0, same.length), cell3(same.length + 2)];
  const arrow = shown.indexOf(" \u2192 ");
  return arrow < 0 ? [md`–`, cell3(0)] : [cell3(0, arrow), cell3(arrow + 3)];
}
function percentOf(cost) {
  const before = Number(cost.before);
  if (before === 0) return "";
  const percent = Math.round((Number(cost.after) - before) / before * 100);
  return ` (${percent === 0 ? "\xB10" : `${percent < 0 ? "\u2212" : "+"}${Math.abs(percent)}`} %)`;
}
function budgetOf({ budget }) {
  if (budget === void 0) return md``;
  return md` · budget −${budget.minimumSavingPercent} % ${budget.met ? md`met` : md`**not met**`}`;
}
var LONGEST_COST = 4e3;
function costSection(content, most) {
  if (content.trim() === "") return md``;
  const isCut = content.length > LONGEST_COST && Number.isFinite(most);
  const end = content.lastIndexOf("\n", LONGEST_COST);
  const shown = rewritten(content, (given) => (isCut ? given.slice(0, end <= 0 ? LONGEST_COST : end) : given).trim());
  const block = /^[{[]/.test(shown) ? fence2([shown], "json") : foreign2(shown);
  return md`### Cost\n\n${block}${isCut ? md`\n\n_…_` : md``}\n\n`;
}

// src/core/show/fill-sections.ts
var CONFIGURATION_SHARE = 0.25;
var LEAST = 400;
function fillSections(sections, budget, whereElse2) {
  const { urgent, resources, invocations, deferred, outputs, configuration, drift } = sections;
  const filled2 = /* @__PURE__ */ new Map();
  let left = budget;
  const waiting = [urgent, resources, configuration, invocations, deferred, outputs, drift];
  const take = (section2, kept = 0) => {
    waiting.splice(waiting.indexOf(section2), 1);
    const reserve = waiting.filter(({ blocks: blocks2 }) => blocks2.length > 0).length * LEAST;
    const result = fill(section2, left - reserve - kept, whereElse2);
    left -= result.bytes;
    filled2.set(section2, result);
  };
  take(urgent);
  const share = Math.floor(left * CONFIGURATION_SHARE);
  take(resources, fill(configuration, share, whereElse2).bytes);
  for (const section2 of [...waiting]) take(section2);
  const markdown2 = Object.values(sections).map((section2) => filled2.get(section2)?.markdown ?? md``);
  return {
    markdown: join(markdown2, md``),
    shown: (filled2.get(urgent)?.shown ?? 0) + (filled2.get(resources)?.shown ?? 0)
  };
}

// src/core/show/footer.ts
function footer(input, facts) {
  const { fingerprint, secrets, isErrored } = facts;
  const commit = input.commit === void 0 ? [] : [md`Plan of ${code2(shortCommit(input.commit))}`];
  const parts = [
    ...commit,
    ...versionsOf(input.plans),
    ...isErrored ? [] : [md`fingerprint ${code2(fromSource(fingerprint.slice(0, 12)))}`],
    ...secrets === 0 ? [] : [secrets === 1 ? md`1 sensitive value masked` : md`${secrets} sensitive values masked`],
    ...facts.changed > 0 && !isErrored ? [shownOf(facts)] : []
  ];
  const line = sub(md`${join(parts, md` · `)}${runLink(input)}`);
  return isErrored ? md`${line}\n` : md`${line}\n${comment(`loki-adoption:fingerprint ${fingerprint}`)}\n`;
}
function versionsOf(plans) {
  const versions = new Set(plans.map((plan) => plan.terraformVersion).filter((version) => version !== void 0));
  if (versions.size === 0) return [];
  return [md`Terraform ${text4(fromSource([...versions].slice(0, 3).join(", ").slice(0, 60)))}`];
}
function runLink({ run }) {
  if (run === void 0) return md``;
  return md`${comment("volatile")} · ${link(md`run ${run.number}`, run.url)}${comment("/volatile")}`;
}
function fingerprintIn(body) {
  return /(?:^|\n)<!-- loki-adoption:fingerprint ([0-9a-f]{64}) -->\s*$/.exec(body)?.[1];
}
function shownOf({ shown, changed }) {
  if (shown < changed) return md`${shown} of ${changed} resources shown`;
  return changed === 1 ? md`1 resource, shown` : md`all ${changed} resources shown`;
}

// src/core/show/headline.ts
function headline(input, scrubber) {
  const { totals, findings, isErrored } = input;
  const isDangerous = isErrored || findings.some((finding) => finding.severity === "danger");
  const isQuiet = !hasChanges(totals) && input.moves === 0 && totals.drifted === 0 && !totals.isIncomplete;
  const icon = isDangerous ? md`⛔` : isQuiet ? md`✅` : md`🔶`;
  const parts = isErrored ? [md`**the plan failed**`] : [verdict(input, scrubber), ...severe(findings)];
  return md`## ${icon} ${text4(fromSource(input.environment))}: ${join(parts, md` · `)}${phase(input)}`;
}
function verdict({ totals, moves }, scrubber) {
  const { creates, updates, deletes, outputs, revisions, drifted } = totals;
  const replaces = totals.replaces - revisions;
  const others = othersOf(totals, scrubber);
  const services = moves === 0 ? [] : [moves === 1 ? md`**1 service to move**` : md`**${moves} services to move**`];
  const outside = drifted === 0 ? [] : [md`**${drifted} changed outside of Terraform**`];
  const rest = [...services, ...outside, ...totals.isIncomplete ? [md`**the plan is incomplete**`] : []];
  if (!hasChanges(totals)) return join([md`no changes`, ...rest], md`, `);
  const isQuiet = creates + updates + replaces + deletes === 0;
  const changed = outputs === 0 ? [] : [outputs === 1 ? md`1 output changes` : md`${outputs} outputs change`];
  if (isQuiet && others.length === 0) {
    return join([md`no resource changes`, ...changed, ...rest], md`, `);
  }
  if (isQuiet)
    return join([...others, ...changed, ...rest, ...destroysNothing(totals) ? [md`nothing to destroy`] : []], md`, `);
  return join(
    [
      md`${creates} to add`,
      md`${updates} to change`,
      replaces > 0 ? md`**${replaces} to replace**` : md`0 to replace`,
      deletes > 0 ? md`**${deletes} to destroy**` : md`0 to destroy`,
      ...others,
      ...rest
    ],
    md`, `
  );
}
function destroysNothing({ others, deferred, invocations, recorded, isIncomplete }) {
  return others.size === 0 && deferred + invocations + recorded === 0 && !isIncomplete;
}
function othersOf(totals, scrubber) {
  const { revisions, imports, moves, forgets, invocations, deferred, recorded } = totals;
  const optional = (count, shown) => count > 0 ? [shown] : [];
  return [
    ...optional(revisions, revisions === 1 ? md`1 new revision` : md`${revisions} new revisions`),
    ...optional(imports, md`${imports} to import`),
    ...optional(moves, md`${moves} to move`),
    ...optional(forgets, md`${forgets} to forget`),
    ...optional(invocations, invocations === 1 ? md`1 action to run` : md`${invocations} actions to run`),
    ...optional(deferred, md`${deferred} deferred`),
    ...optional(totals.deferredDestroys, md`**${totals.deferredDestroys} of them to destroy**`),
    ...optional(
      recorded,
      recorded === 1 ? md`**1 change outside of Terraform to record**` : md`**${recorded} changes outside of Terraform to record**`
    ),
    ...[...totals.others].slice(0, 5).map(([name4, count]) => md`${count} to ${code2(shortened2(scrubber.text(name4), 60))}`)
  ];
}
function severe(findings) {
  return ["danger", "warning"].flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [SEVERE[severity](count)];
  });
}
var SEVERE = {
  danger: (count) => count === 1 ? md`⛔ 1 danger` : md`⛔ ${count} dangers`,
  warning: (count) => count === 1 ? md`⚠️ 1 warning` : md`⚠️ ${count} warnings`
};
function phase({ phaseFrom, phaseTo }) {
  const names = [phaseFrom, phaseTo].filter((name4) => name4 !== void 0 && name4 !== "");
  if (names.length === 0) return md``;
  const shown = [...new Set(names)].map((name4) => code2(phaseName(name4 ?? "")));
  return md` · phase ${join(shown, md` → `)}`;
}
function phaseName(name4) {
  return fromSource(name4.slice(0, 80));
}

// src/core/show/not-in-effect.ts
var MOST2 = 10;
function notInEffectBox(paths) {
  if (paths.length === 0) return md``;
  const names = paths.slice(0, MOST2).map((path2) => code2(shortened2(fromSource(path2), 80)));
  const more = paths.length > MOST2 ? md` and ${paths.length - MOST2} more` : md``;
  return box(
    md`NOTE`,
    md`This pull request also changes ${join(names, md`, `)}${more}. That isn’t in effect here: the plan is made with the code of the base branch. What it changes shows after the merge, and the deploy stops there until somebody has read the new plan.`
  );
}

// src/core/show/phases.ts
var PHASES = /* @__PURE__ */ new Map([
  ["baseline", md`CloudWatch and ADOT sidecars, as before`],
  ["infrastructure", md`Loki runs, services stay on ADOT`],
  ["rollout", md`services move to Alloy wave by wave, CloudWatch still receives`],
  ["validation", md`nothing new, logs and metrics are checked`],
  ["cleanup", md`CloudWatch delivery and ADOT go, log groups stay`]
]);
function meaningOf(phase2) {
  return PHASES.get(phase2);
}
function isBack(from, to) {
  const order = [...PHASES.keys()];
  return order.indexOf(to ?? "") >= 0 && order.indexOf(to ?? "") < order.indexOf(from ?? "");
}

// src/core/show/overview.ts
function overview(input, cost) {
  const { phaseFrom, phaseTo } = input;
  const rows = [];
  if (phaseFrom || phaseTo) rows.push([md`phase`, ...phaseCells(phaseFrom, phaseTo)]);
  if (cost) rows.push([md`monthly logging cost`, ...cost]);
  return rows.length === 0 ? md`` : md`${table([md``, md`before`, md`after`], rows)}\n\n`;
}
function phaseCells(from, to) {
  if (from === to) return [phaseCell(from), md`unchanged`];
  return [phaseCell(from), isBack(from, to) ? md`${phaseCell(to)} · ↩️ a step back` : phaseCell(to)];
}
function phaseCell(phase2) {
  if (!phase2) return md`–`;
  const meaning = meaningOf(phase2);
  const name4 = md`**${text4(phaseName(phase2))}**`;
  return meaning === void 0 ? name4 : md`${name4}: ${meaning}`;
}
function remarks(plans, isErrored, why) {
  if (isErrored) {
    const words2 = md`Terraform stopped with an error: there is no plan that could be applied. The log of the plan step says why.`;
    return box(md`CAUTION`, why === void 0 ? words2 : md`There is no plan that could be applied. ${why}`);
  }
  const boxes = [];
  const incomplete = plans.filter((plan) => plan.isIncomplete);
  if (incomplete.length > 0) {
    const isDeferred = incomplete.every(hasDeferred);
    const why2 = isDeferred ? md`Some changes are deferred: they can only be known in the next plan` : md`It was made with \`-target\` or the like, and may not represent all of the changes requested by the current configuration`;
    boxes.push(box(md`WARNING`, md`This plan is incomplete. ${why2}.`));
  }
  if (plans.some((plan) => plan.isRefreshOnly)) {
    const words2 = md`This is a refresh-only plan: applying it changes no object. It records in the state what changed outside of Terraform.`;
    boxes.push(box(md`NOTE`, words2));
  }
  return join([...boxes, checksLine(plans)], md``);
}
function hasDeferred({ deferred, invocations }) {
  return deferred.length > 0 || invocations.some((each) => each.deferred !== void 0);
}
function checksLine(plans) {
  const sum = (count) => plans.reduce((total, plan) => total + count(plan), 0);
  const [passed, unknown] = [sum(({ checks }) => checks.passed), sum(({ checks }) => checks.unknown)];
  const failed = sum(({ checks }) => checks.failures);
  const parts = [
    ...failed > 0 ? [md`**${failed} failed**`] : [],
    ...passed > 0 ? [md`${passed} passed`] : [],
    ...unknown > 0 ? [md`${unknown} known only after the apply`] : []
  ];
  return parts.length === 0 ? md`` : md`Checks: ${join(parts, md`, `)}.\n\n`;
}
function components(plans, most) {
  if (plans.length < 2) return md``;
  const names = planNames(plans.map(({ source }) => source));
  const rows = plans.slice(0, most).map((plan, index) => {
    const { creates, updates, replaces, deletes } = countsOf(plan.changes);
    return [code2(shortened2(fromSource(names[index] ?? ""))), creates, updates, replaces, deletes];
  });
  return md`${table([md`plan`, md`add`, md`change`, md`replace`, md`destroy`], rows)}${moreRows(plans.length, most)}\n\n`;
}

// src/core/show/cut-lines.ts
function cutLines(lines3, limits) {
  const kept = [];
  let left = limits.bytes;
  for (const [index, line] of lines3.entries()) {
    const short2 = line.length > limits.lineLength ? cutLine(line, partnerOf(lines3, index), limits.lineLength) : line;
    left -= bytesOf(short2) + 1;
    if (left < 0) return [...kept, own`  … ${lines3.length - index} more lines`];
    kept.push(short2);
  }
  return kept;
}
function partnerOf(lines3, index) {
  const sign = lines3[index]?.[0];
  if (sign !== "-" && sign !== "+") return void 0;
  const [removed, added] = hunkAt(lines3, index);
  const place = index - (sign === "-" ? removed : added);
  const other = sign === "-" ? added + place : removed + place;
  const partner = lines3[other];
  return partner?.[0] === (sign === "-" ? "+" : "-") ? partner : void 0;
}
function hunkAt(lines3, index) {
  let added = index;
  if (lines3[index]?.[0] === "-") while (lines3[added]?.[0] === "-") added++;
  else while (lines3[added - 1]?.[0] === "+") added--;
  let removed = added;
  while (lines3[removed - 1]?.[0] === "-") removed--;
  return [removed, added];
}
var HEAD2 = 120;
var LEAD = 40;
function cutLine(line, partner, limit) {
  const part = (from, to) => rewritten(line, (text5) => text5.slice(from, to).toWellFormed());
  const start = partner === void 0 ? 0 : firstDifference(line, partner) - LEAD;
  if (start <= HEAD2) return own`${part(0, limit)}… (${line.length} characters)`;
  const end = start + limit - HEAD2;
  const rest = end < line.length ? own`… (${line.length} characters)` : own``;
  return own`${part(0, HEAD2)}… ${start - HEAD2} equal characters …${part(start, end)}${rest}`;
}
function firstDifference(a, b) {
  let at = 1;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}

// src/core/compare/look-alikes.ts
function looksSame(a, b) {
  return a === b || look(a) === look(b);
}
function look(text5) {
  if (/^[!-~]*(?: [!-~]+)*$/.test(text5)) return text5;
  return text5.normalize("NFKC").replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, "").replace(/\s+/g, " ").trimEnd();
}
function spelledOut(clean2) {
  return rewritten(
    clean2,
    (text5) => text5.replace(/ +$/, (blanks) => "\u2420".repeat(blanks.length)).replace(/\t/g, "\\t").replace(/\r/g, "\\r").replace(/[^ -~␠]/gu, escaped)
  );
}
function escaped(char) {
  const point = char.codePointAt(0) ?? 0;
  return point > 65535 ? `\\u{${point.toString(16)}}` : `\\u${point.toString(16).padStart(4, "0")}`;
}

// src/core/compare/place.ts
function placeText(place, scrubber) {
  if (place === void 0) return own``;
  const before = placeText(place.parent, scrubber);
  if (place.kind === "element") return own`${before}[${scrubber.key(place.name)}]`;
  const name4 = place.kind === "attribute" ? fromSource(place.name) : scrubber.key(place.name);
  return own`${before}${keyText(name4, before === "")}`;
}
function keyText(key, isFirst) {
  if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(key)) return own`[${rewritten(key, (text5) => spelled(JSON.stringify(text5)))}]`;
  return isFirst ? key : own`.${key}`;
}
function spelled(text5) {
  return text5.replace(new RegExp("[\\p{Zs}--[ ]]", "gv"), escaped);
}

// src/core/compare/values.ts
var UNKNOWN = own`(known after apply)`;
var LONGEST_SHORT = 260;
var Values = class {
  #scrubber;
  constructor(scrubber) {
    this.#scrubber = scrubber;
  }
  scalar(value2) {
    if (typeof value2 === "number" || value2 instanceof LongNumber) return this.#scrubber.number(String(value2));
    return typeof value2 === "string" ? quoted2(this.#scrubber.text(value2)) : fromSource(String(value2 ?? null));
  }
  /** Both sides of a change; `texts` are those that are scrubbed already. Where a reader would take them for the same, characters are written out. */
  pair(before, after, texts = []) {
    const shown = (side, text5) => text5 === void 0 ? this.scalar(side) : quoted2(text5);
    const [old, now] = [shown(before, texts[0]), shown(after, texts[1])];
    return old !== now && looksSame(old, now) ? [spelledOut(old), spelledOut(now)] : [old, now];
  }
  /** A value on one line, with how many values that shows; `undefined` for what needs lines of its own: deep objects, long texts, JSON in strings. */
  inline(value2, depth = 2) {
    if (typeof value2 === "string" && (value2.includes("\n") || parseEmbedded(value2) !== void 0)) return void 0;
    if (isScalar(value2)) return { text: this.scalar(value2), count: 1 };
    if (depth === 0 && !isNothing(value2)) return void 0;
    const parts = [];
    const entries = Object.entries(value2);
    const isBare = entries.every(([, inner]) => isNothing(inner));
    for (const [key, inner] of entries) {
      if (isNothing(inner) && !isArray(value2) && !isBare) continue;
      const shown = isObject(inner) && !isNothing(inner) ? void 0 : this.inline(inner, depth - 1);
      if (shown === void 0) return void 0;
      parts.push(isArray(value2) ? shown.text : own`${keyText(this.#scrubber.key(key), true)} = ${shown.text}`);
    }
    return {
      text: isArray(value2) ? own`[${joined(parts, ", ")}]` : own`{${joined(parts, ", ")}}`,
      count: parts.length
    };
  }
  /** A list of scalars on one line, `undefined` where it holds anything else or is too long. */
  list(values, mask, unknown) {
    const shown = [];
    let length = 0;
    for (const [index, value2] of values.entries()) {
      const [isHidden, isLater] = [mask, unknown].map(
        (side) => side === true || isArray(side) && holdsTrue(side[index])
      );
      const text5 = isHidden ? SENSITIVE : isLater ? UNKNOWN : this.inline(value2, 0)?.text;
      length += (text5?.length ?? 0) + 2;
      if (text5 === void 0 || length > LONGEST_SHORT) return void 0;
      shown.push(text5);
    }
    return own`[${joined(shown, ", ")}]`;
  }
};
function quoted2(text5) {
  return text5 === SENSITIVE ? text5 : rewritten(text5, (given) => JSON.stringify(given));
}

// src/core/show/notes.ts
var REASONS = /* @__PURE__ */ new Map([
  ["replace_because_tainted", own`tainted`],
  ["replace_by_request", own`replacement was asked for`],
  ["replace_by_triggers", own`a trigger changed (replace_triggered_by)`],
  ["replace_because_cannot_update", own`can’t be changed in place`],
  ["delete_because_no_resource_config", own`no longer in the configuration`],
  ["delete_because_wrong_repetition", own`count or for_each changed`],
  ["delete_because_count_index", own`beyond count`],
  ["delete_because_each_key", own`no longer in for_each`],
  ["delete_because_no_module", own`its module is gone`],
  ["delete_because_no_move_target", own`moved to nowhere`],
  ["delete_because_enabled_false", own`disabled in the configuration`],
  ["forgot_because_lifecycle_destroy_in_state", own`destroy = false in the state`],
  ["forgot_because_lifecycle_destroy_in_config", own`destroy = false in the configuration`],
  ["read_because_config_unknown", own`its configuration is known only after apply`],
  ["read_because_dependency_pending", own`it depends on something that changes`],
  ["read_because_check_nested", own`for a check`]
]);
var DEFERRALS = /* @__PURE__ */ new Map([
  ["instance_count_unknown", own`how many there will be isn’t known yet`],
  ["resource_config_unknown", own`its configuration isn’t known yet`],
  ["provider_config_unknown", own`its provider’s configuration isn’t known yet`],
  ["deferred_prereq", own`it waits for another deferred change`],
  ["absent_prereq", own`something that it needs doesn’t exist yet`]
]);
function deferralNote(reason, scrubber) {
  const known = DEFERRALS.get(reason);
  return known === void 0 ? { code: scrubber.text(reason) } : { before: known };
}
function notesOf(change, kind, diff, scrubber) {
  const notes = [];
  if (kind === "other") notes.push({ before: own`unknown action `, code: scrubber.text(change.actions.join(", ")) });
  if (change.deposed !== void 0) notes.push({ before: own`leftover object `, code: scrubber.text(change.deposed) });
  if (change.previousAddress !== void 0) {
    notes.push({ before: own`moved from `, code: scrubber.address(change.previousAddress) });
  }
  if (change.importing !== void 0) notes.push(...importNotes(change.importing, change, scrubber));
  if (kind === "replace") notes.push(...replaceNotes(change));
  else if (kind === "delete" && !destroys(change)) notes.push({ before: own`the object stays (skip_destroy)` });
  if (kind === "forget") notes.push({ before: own`will no longer be managed by Terraform, but will not be destroyed` });
  notes.push(...reasonNotes(change, scrubber));
  if (kind === "update") notes.push(attributesNote(diff()));
  return notes;
}
function importNotes({ id, identity, isUnknown }, change, scrubber) {
  const shown = identity === null ? void 0 : new Values(scrubber).inline(identity)?.text;
  const name4 = id === void 0 ? shown : scrubber.text(id);
  const notes = name4 !== void 0 ? [{ before: own`imported as `, code: name4 }] : [{ before: isUnknown ? own`imported, as what is known only after apply` : own`imported` }];
  return destroys(change) ? [...notes, { before: own`this will destroy the imported object` }] : notes;
}
function reasonNotes({ reason, replacePaths }, scrubber) {
  if (reason === void 0 || reason === "replace_because_cannot_update" && replacePaths.length > 0) return [];
  const words2 = REASONS.get(reason);
  return [words2 === void 0 ? { before: own`reason `, code: scrubber.text(reason) } : { before: words2 }];
}
function replaceNotes(change) {
  const names = [...new Set(change.replacePaths.map((path2) => String(path2[0] ?? "")))].filter(Boolean);
  const notes = names.length > 0 ? [{ code: joined(names.map(fromSource), ", "), after: own` forces replacement` }] : [];
  if (change.actions.includes("forget")) notes.push({ before: own`the old object stays` });
  else if (!destroys(change)) notes.push({ before: own`the old revision stays (skip_destroy)` });
  else if (change.actions[0] === "create") notes.push({ before: own`the new one is created first` });
  else notes.push({ before: own`the old one is destroyed first` });
  return notes;
}
function attributesNote({ attributes, empties }) {
  if (attributes.length === 0) {
    return { before: empties.length > 0 ? own`only empty values` : own`only values marked ${SENSITIVE} or computed` };
  }
  return attributes.length > 3 ? { before: own`${attributes.length} attributes` } : { code: joined(attributes, ", ") };
}
function htmlNote({ before = own``, code: name4, after = own`` }, isWhole) {
  const shown = name4 === void 0 ? html`` : htmlCode2(isWhole ? name4 : shortened2(name4));
  return html`${htmlText2(before)}${shown}${htmlText2(after)}`;
}
function markdownNote({ before = own``, code: name4, after = own`` }) {
  const shown = name4 === void 0 ? md`` : code2(shortened2(name4));
  return md`${text4(before)}${shown}${text4(after)}`;
}

// src/core/show/blocks/diff-block.ts
var COMMENT_LIMITS = { lineLength: 600, bytes: 12e3 };
function diffBlock(diff, head) {
  return {
    full: () => shownDiff(diff(), head(), true),
    compact: () => shownDiff(diff(), head(), false),
    line: () => lineOf(head()),
    count: 1
  };
}
function shownDiff(diff, head, isWhole, isOpen = false, rest = md``) {
  const shown = isWhole ? diff : cutLines(diff, COMMENT_LIMITS);
  if (shown.length === 0 && rest === "") return lineOf(head);
  return details(summaryOf(head, isWhole), md`${fence2(shown, "diff")}${rest}`, { open: isOpen });
}
function summaryOf({ sign, name: name4, notes }, isWhole) {
  let summary2 = html`${sign.summary} ${htmlCode2(isWhole ? name4 : shortened2(name4))}`;
  for (const note of notes) summary2 = html`${summary2} · ${htmlNote(note, isWhole)}`;
  return summary2;
}
function lineOf({ sign, name: name4, notes }) {
  return md`- ${sign.line} ${join([code2(shortened2(name4)), ...notes.map(markdownNote)], md` · `)}`;
}
function linesOf({ lines: lines3, computed, empties }) {
  const later2 = computed.length === 0 ? [] : [own`! known after apply: ${joined(computed, ", ")}`];
  const empty = lines3.length > 0 || empties.length === 0 ? [] : [own`! nothing but empty values: ${joined(empties, ", ")}`];
  return [...lines3, ...empty, ...later2];
}
function once(make) {
  let made;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

// src/core/compare/comparison.ts
var SIGN = { "-": own`-`, "+": own`+` };
var Comparison = class {
  /** Those that it writes to at the moment. */
  writers;
  input;
  scrubber;
  values;
  constructor(input, scrubber, writers) {
    this.writers = writers;
    this.input = input;
    this.scrubber = scrubber;
    this.values = new Values(scrubber);
  }
  step(spot, before, after, place) {
    const at = (value2, key) => key === void 0 ? void 0 : child(value2, key);
    return {
      place,
      path: [...spot.path, after ?? before ?? ""],
      isJson: spot.isJson,
      before: at(spot.before, before),
      after: at(spot.after, after),
      unknown: spot.unknown === true ? true : at(spot.unknown, after),
      beforeMask: at(spot.beforeMask, before),
      afterMask: at(spot.afterMask, after)
    };
  }
  /** All of a side, on one line where it fits. */
  side(spot, sign) {
    const value2 = (sign === "-" ? spot.before : spot.after) ?? null;
    const mask = sign === "-" ? spot.beforeMask : spot.afterMask;
    const isPlain = ![spot.unknown, mask].some(holdsTrue);
    const shown = isPlain ? this.values.inline(value2)?.text : void 0;
    if (shown !== void 0 && (isScalar(value2) || shown.length <= LONGEST_SHORT)) {
      this.write(spot, [own`${SIGN[sign]} ${this.name(spot)} = ${shown}${sign === "+" ? this.remark(spot) : own``}`]);
      return;
    }
    this.visit(spot);
  }
  leaf(spot, texts) {
    const { before = null, after = null } = spot;
    if (isEqual(before, after)) return;
    const isEmpty = isNothing(before) && isNothing(after);
    if (isEmpty && this.input.isWhole) return;
    const name4 = this.name(spot);
    const write = () => this.#writeSides(spot, name4, texts);
    if (!isEmpty || this.isTheReason(spot)) {
      write();
      return;
    }
    for (const { isBrief, empties } of this.writers) if (isBrief) empties.push(name4);
    this.only((writer) => !writer.isBrief, write);
  }
  #writeSides(spot, name4, texts) {
    const { before = null, after = null } = spot;
    const [old, now] = isScalar(before) && isScalar(after) ? this.values.pair(before, after, texts) : [before, after].map((side) => this.values.inline(side)?.text ?? own``);
    const lines3 = before === null ? [] : [own`- ${name4} = ${old ?? own``}`];
    if (after !== null) lines3.push(own`+ ${name4} = ${now ?? own``}`);
    this.write(spot, lines3.with(-1, own`${lines3.at(-1) ?? own``}${this.remark(spot)}`));
  }
  /** Writes to some of the writers only. */
  only(isMeant, write) {
    const all = this.writers;
    const some = all.filter(isMeant);
    if (some.length === 0) return;
    this.writers = some;
    write();
    this.writers = all;
  }
  name(spot) {
    return placeText(spot.place, this.scrubber);
  }
  remark(spot) {
    return this.forces(spot) ? own` # forces replacement` : own``;
  }
  forces(spot) {
    return this.input.replacePaths.some((path2) => {
      const length = Math.min(path2.length, spot.path.length);
      return length > 0 && path2.slice(0, length).every((step, index) => step === spot.path[index]);
    });
  }
  /** Whether it forces the replacement itself, not as a part of what does. */
  isTheReason(spot) {
    return this.input.replacePaths.some((path2) => isEqual([...path2], [...spot.path]));
  }
  write(spot, lines3) {
    if (lines3.length === 0) return;
    const attribute = spot.path[0];
    for (const writer of this.writers) {
      if (attribute !== void 0) writer.attributes.add(fromSource(String(attribute)));
      writer.lines.push(...lines3);
    }
  }
  isEmptyAgainstNothing({ before, after, unknown }) {
    if (holdsTrue(unknown)) return false;
    const isEmpty = (value2) => value2 !== void 0 && !isScalar(value2) && isNothing(value2);
    return isEmpty(before) && (after ?? null) === null || isEmpty(after) && (before ?? null) === null;
  }
};

// src/core/compare/order.ts
function movedOf(matched) {
  const stay = new Set(longestRun2(matched.map(({ before = 0 }) => before)));
  return matched.filter((_, index) => !stay.has(index));
}
function longestRun2(numbers) {
  const ends = [];
  const previous = [];
  for (const [index, number2] of numbers.entries()) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = low + high >> 1;
      if ((numbers[ends[middle] ?? 0] ?? 0) < number2) low = middle + 1;
      else high = middle;
    }
    previous.push(low === 0 ? -1 : ends[low - 1] ?? -1);
    ends[low] = index;
  }
  const run = [];
  for (let at = ends.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) run.push(at);
  return run;
}

// src/core/compare/set-attributes.ts
var ALWAYS_SETS = "accelerator_manufacturers accelerator_names accelerator_types access_endpoint access_endpoints account accounts_with_provisioned_restore_access accounts_with_restore_access action_point activated_rule add_header_action additional_artifacts additional_bootstrap_servers additional_code_repositories additional_schema_elements additional_statistics address_allocation_ids admin_user_list admins advanced_backup_setting agent_arns alarm_actions alarm_names alias_attributes aliases all_settings allow_headers allow_methods allow_origins allowed_columns allowed_features allowed_first_auth_factors allowed_instance_types allowed_oauth_flows allowed_oauth_scopes allowed_operations allowed_prefixes allowed_principals api_stages applications applied_for approved_patches artifact_store as2_transports asset assumable_role_arns attribute attributes_require_verification_before_update audience audio_description_names audio_descriptions augmented_manifests auth authentication_options authorization_scopes auto_branch_creation_patterns auto_verified_attributes aws_account_id aws_account_name aws_accounts aws_service_access_principals aws_services backend backup_vault_events base_endpoint_dns_names base_policy_regions basic_authentication bgp_transit_gateway_addresses block_device_mapping blocked_ip_range_list bounce_action byte_match_tuples cache_behavior cache_key_parameters cached_methods caching_keys calculated_fields callback_urls calling_regions capabilities capacity_providers caption_description_names caption_language_mappings certificate certificate_authority_arns certificate_ids certificate_validation_records channel_mappings chat_channel child_healthchecks cidr_allow_list cidr_list_aliases classifies client_configurations client_id_list client_list client_subnets cloudwatch_alarm cloudwatch_dashboard_names cloudwatch_destination cloudwatch_logs cloudwatch_metric cluster_members code_repository code_vulnerability_detector_name code_vulnerability_detector_tags code_vulnerability_file_path cognito_identity_providers column company_name compatible_architectures compatible_runtimes compliance_associated_standards_id compliance_resource_ids compliance_resource_types compliance_security_control_id compliance_status component_id component_type compute_limits conditional_forwarder_ip_addrs confidence config config_parameter connect_ips connection_events connector constraints consumer_groups_to_exclude consumer_groups_to_replicate container_tags content_config_permissions control control_mapping_sources control_sets controls cookies_allow_list copy_action cost_filter cpu_manufacturers created_at credentials criterion criticality cross_region_copy cross_region_copy_rule csv_content_types custom_action custom_error_response custom_field custom_header custom_response_body custom_security_group_ids customer_dns_ips data_repository_association data_repository_association_ids data_repository_subdirectories data_source_ids db_security_group_memberships debug_log_delivery_accounts default_capacity_provider_strategy definitions delete_options delta_tables description desired_delivery_mediums destination_port dimension dimensions disabled_control_identifiers disallowed_cidrs distribution dns_ip_addresses dns_resolvers document_metadata_configuration_updates domain_controllers domain_validation_options domain_validation_records dynamodb dynamodbv2 ebs_block_device ebs_config ebs_volume ec2_inbound_permission ec2_instance_image_id ec2_instance_subnet_id ec2_instance_vpc_id ec2_tag_filter ec2_tag_set ecr_image_architecture ecr_image_hash ecr_image_pushed_at ecr_image_registry ecr_image_repository_name ecr_image_tags egress elasticsearch elb_info embed_host_domains enable_cloudwatch_logs_exports enabled_analysis_types enabled_cluster_log_types enabled_control_identifiers enabled_features enabled_metrics enabled_policy_types enabled_standard_arns endpoint_configuration engagements entity_types entry entry_point_arguments enumeration_value env ephemeral_block_device epss_score eq_exact_match evaluation_mode evaluation_rules event_categories event_classes event_filter event_subscription event_type_ids exact exclude_app_packages_from_cleanup exclude_filter exclude_list exclude_management_event_sources exclude_vaults excluded_accounts excluded_instance_types excluded_members excluded_pages exclusion_filters exclusion_patterns execution_role_arns explicit_auth_flows exploit_available external_data_filtering_allow_list failover_condition failure_codes failure_strings failure_values faq_ids fast_launch_configuration favorite_pages features field field_folders field_selector field_to_match fields file_system_locations filter_group filter_in_arns finding_arn finding_provider_fields_confidence finding_provider_fields_criticality finding_provider_fields_related_findings_id finding_provider_fields_related_findings_product_arn finding_provider_fields_severity_label finding_provider_fields_severity_original finding_provider_fields_types finding_status finding_type firehose first_entry first_observed_at fix_available flags formats forms_input framework_arns function_association function_response_types gateway_load_balancer_arns generator_id geo_match_constraint global_cluster_members global_node_groups global_secondary_index glue_ips grant grant_creation_tokens group group_ids group_names grpc_retry_events header_list headers_allow_list hidden_app_types hidden_instance_types hidden_ml_tools http_retry_events hub_search_keywords iam_role_arns iam_roles id identity_sources ignore_words image_uris include_execution_data include_filter include_inference_response_in include_list include_metric include_vaults included_pages inclusion_filters inclusion_patterns inclusion_prefixes index_field inference_accelerator ingest_endpoint_urls ingress initial_capacity initial_lifecycle_hook inline_configurations inline_policy input_attachments input_channel_levels input_devices input_parameter insert_header insight_selector inspector_score instance_definition instance_generations instance_ports instance_type instance_type_configs insufficient_data_actions invalid_user_list iot_analytics iot_events ip_address ip_group_ids ip_set_descriptor ip_set_descriptors ip_set_references ipv4_addresses ipv4_prefixes ipv6_cidrs ipv6_prefixes is_a json_content_types kafka kafka_versions key_pair_ids key_prefixes key_value_store_associations keyword kinesis kubernetes_groups lambda lambda_action lambda_function_association lambda_function_execution_role_arn lambda_function_last_modified_at lambda_function_layers lambda_function_name lambda_function_runtime last_entry last_observed_at launch_specification launch_template_configuration license_configuration_arns license_specification lifecycle_config_arns list_steps_states listener_arns load_balancer load_balancer_arns local_secondary_index local_storage_types locations log_configuration log_destination_config log_destination_configs log_exports log_settings logical_table_map logout_urls lustre_configuration maintenance_schedule malware_name malware_path malware_state malware_type managed_field managed_policy_arns masks match_options matching_event_types matching_rules matching_types media_concurrencies media_connect_flows media_package_settings member_clusters message_types metadata_configuration metric_names metric_query metrics mfa_setting_list monitor name_node named_shadow_names namespaces network_destination_domain network_destination_ipv4 network_destination_ipv6 network_destination_port network_direction network_load_balancer_arns network_protocol network_services network_source_domain network_source_ipv4 network_source_ipv6 network_source_mac network_source_port no_squash_nids node_pools noncurrent_version_transition not_resources note_text note_updated_at note_updated_by notification notification_settings notification_target notifications number_capabilities object_prefixes ok_actions on_premises_instance_tag_filter openid_connect_provider_arns operating_regions operating_systems operations option option_settings optional_fields or organization_arns organization_units organizational_unit_arns organizational_unit_distinguished_names organizational_unit_ids orgunit origin origin_group outpost_arns overrides parameter_declarations parameter_object parameter_value passwords paths permission permission_arns permissions_with_grant_option physical_table_map pipeline_object pipeline_parameter_list placement_constraints planned_limit platform_capabilities plugin pod_identity_association policy_arns policy_attribute policy_detail policy_names port_info port_override port_sets ports predicate predicates private_ips process_launched_at process_name process_parent_pid process_path process_pid process_terminated_at product_arn product_fields product_name prompt_attempts_specification prompt_configurations propagating_vgws property_group protected_resource_arns provider_arns public_access_cidrs public_keys query_parameter query_strings_allowed_list queue_configs quick_connect_ids radius_servers read_attributes read_only_admins recipe recipients recommendation_text record_state records recovery_mechanism recovery_point_types regex_match_tuple regex_pattern_strings region region_list regular_expression rejected_patches related_findings related_findings_id related_findings_product_arn related_vulnerabilities replacement_security_group_ids replica republish request_parameter requires_compatibilities resource_application_arn resource_application_name resource_arns resource_aws_ec2_instance_iam_instance_profile_arn resource_aws_ec2_instance_image_id resource_aws_ec2_instance_ipv4_addresses resource_aws_ec2_instance_ipv6_addresses resource_aws_ec2_instance_key_name resource_aws_ec2_instance_launched_at resource_aws_ec2_instance_subnet_id resource_aws_ec2_instance_type resource_aws_ec2_instance_vpc_id resource_aws_iam_access_key_created_at resource_aws_iam_access_key_status resource_aws_iam_access_key_user_name resource_aws_s3_bucket_owner_id resource_aws_s3_bucket_owner_name resource_container_image_id resource_container_image_name resource_container_launched_at resource_container_name resource_details_other resource_id resource_key_value_pair resource_partition resource_record_set resource_region resource_set_ids resource_tag resource_type resource_types_scope resource_uris response_header response_parameters role_arns role_mapping roles roles_all root_block_device route route_filter_prefixes route_settings route_table_ids routes rule_label rule_option rule_variables rules_package_arns s3_action scaling_instruction searchable_attributes secondary_allocation_ids secondary_artifacts secondary_gids secondary_private_ip_addresses secondary_private_ips secondary_source_version secondary_sources secret_arn_list security_group_arns security_group_id_list security_group_names security_groups_ids security_profile_ids selection_tag selector server_certificate_arns session_pinning_filters setting severities severity_label shard_level_metrics shards share_distribution signing_profile_version_arns site_maps site_urls size_constraints skipped_ip_range_list slot slot_specification snapshot_owner sns_action sns_topic_arns source_access_configuration source_detail source_ids source_port source_security_group_ids source_url sources specified_regions split_charge_rule sql_injection_match_tuple sql_injection_match_tuples sqls sqs ssm_parameter_configuration start_after stateful_default_actions stateful_rule_group_reference stateless_custom_action stateless_default_actions stateless_fragment_default_actions stateless_rule stateless_rule_group_reference static_column static_members statistics_configuration status_codes step_adjustment step_functions stop_action stop_condition storage_connectors streaming_notification_targets string_like string_list_value string_not_like structured_log_destinations sub_domain subject_alternative_names subnet_arns subnet_configuration subnet_mapping subnets subscriber subscriber_email_addresses subscriber_sns_topic_arns success_codes success_strings success_values supported_identity_providers supported_ip_address_types supported_network_types supported_os_versions supported_regions suspended_processes sync_states system_packages tag_filter taint target_account_ids target_accounts target_applications target_grant target_group_arns target_group_info target_ids target_ip target_tracking_configuration target_types target_visuals task task_keywords tcp_flag tcp_retry_events telemetries text_transformation threat_intel_indicator_category threat_intel_indicator_last_observed_at threat_intel_indicator_source threat_intel_indicator_source_url threat_intel_indicator_type threat_intel_indicator_value throttle thumbnail_config_permissions tickerplant_log_volumes tiering timestream title token_domains topics topics_to_exclude topics_to_replicate tracks traffic_source transformation_configuration transit_gateway_cidr_blocks transition trigger_configuration trigger_events trigger_types trusted_host_keys tunnel1_ike_versions tunnel1_phase1_dh_group_numbers tunnel1_phase1_encryption_algorithms tunnel1_phase1_integrity_algorithms tunnel1_phase2_dh_group_numbers tunnel1_phase2_encryption_algorithms tunnel1_phase2_integrity_algorithms tunnel2_ike_versions tunnel2_phase1_dh_group_numbers tunnel2_phase1_encryption_algorithms tunnel2_phase1_integrity_algorithms tunnel2_phase2_dh_group_numbers tunnel2_phase2_encryption_algorithms tunnel2_phase2_integrity_algorithms type updated_at url_exclusion_patterns url_inclusion_patterns user user_and_group_quotas user_defined_fields user_defined_values user_group_ids user_groups user_ids user_names user_settings username_attributes users valid_user_list validation_option validation_record_fqdns variations vendor_severity verification_state version_stages vgw_telemetry video_watermarks visual_ids volume vpc_endpoint_ids vpc_ids vpc_lattice_configurations vpc_only_trusted_accounts vpc_security_group_ids vpc_security_group_memberships vpc_subnet_ids vpc_subnets vpc_zone_identifier vpce_ids vulnerability_id vulnerability_source vulnerable_packages weighted_target whitelist_rules whitelisted_names workflow_status workmail_action write_attributes xss_match_tuple xss_match_tuples";
var SOMETIMES_SETS = "aws_accessanalyzer_archive_rule.filter aws_acmpca_permission.actions aws_alb.security_groups aws_alb_listener.default_action.forward.target_group aws_alb_listener_rule.action.forward.target_group aws_alb_listener_rule.condition aws_alb_listener_rule.condition.host_header.values aws_alb_listener_rule.condition.http_header.values aws_alb_listener_rule.condition.http_request_method.values aws_alb_listener_rule.condition.path_pattern.values aws_alb_listener_rule.condition.query_string aws_alb_listener_rule.condition.source_ip.values aws_apigatewayv2_api.cors_configuration.expose_headers aws_apigatewayv2_vpc_link.security_group_ids aws_apigatewayv2_vpc_link.subnet_ids aws_appconfig_configuration_profile.validator aws_appconfig_extension.action_point.action aws_appconfig_extension.parameter aws_appmesh_gateway_route.spec.http2_route.match.header aws_appmesh_gateway_route.spec.http_route.match.header aws_appmesh_route.spec.grpc_route.match.metadata aws_appmesh_route.spec.http2_route.match.header aws_appmesh_route.spec.http_route.match.header aws_apprunner_vpc_connector.security_groups aws_appstream_image_builder.vpc_config.security_group_ids aws_appstream_image_builder.vpc_config.subnet_ids aws_autoscaling_group.availability_zones aws_autoscaling_group.instance_refresh.triggers aws_autoscaling_group.load_balancers aws_autoscaling_group.tag aws_autoscalingplans_scaling_plan.application_source.tag_filter.values aws_backup_plan.rule aws_backup_report_plan.report_setting.accounts aws_backup_report_plan.report_setting.regions aws_backup_selection.condition aws_backup_selection.condition.string_equals aws_backup_selection.condition.string_not_equals aws_backup_selection.resources aws_batch_compute_environment.compute_resources.security_group_ids aws_bedrock_custom_model.vpc_config.security_group_ids aws_bedrock_custom_model.vpc_config.subnet_ids aws_bedrock_guardrail.content_policy_config.filters_config aws_bedrockagent_agent_action_group.function_schema.member_functions.functions.parameters aws_budgets_budget_action.definition.iam_action_definition.groups aws_budgets_budget_action.definition.ssm_action_definition.instance_ids aws_ce_anomaly_subscription.threshold_expression.and aws_ce_anomaly_subscription.threshold_expression.and.cost_category.values aws_ce_anomaly_subscription.threshold_expression.and.dimension.values aws_ce_anomaly_subscription.threshold_expression.and.tags.values aws_ce_anomaly_subscription.threshold_expression.cost_category.values aws_ce_anomaly_subscription.threshold_expression.dimension.values aws_ce_anomaly_subscription.threshold_expression.not.cost_category.values aws_ce_anomaly_subscription.threshold_expression.not.dimension.values aws_ce_anomaly_subscription.threshold_expression.not.tags.values aws_ce_anomaly_subscription.threshold_expression.or.cost_category.values aws_ce_anomaly_subscription.threshold_expression.or.dimension.values aws_ce_anomaly_subscription.threshold_expression.or.tags.values aws_ce_anomaly_subscription.threshold_expression.tags.values aws_ce_cost_category.rule.rule.and aws_ce_cost_category.rule.rule.and.and aws_ce_cost_category.rule.rule.and.and.cost_category.values aws_ce_cost_category.rule.rule.and.and.dimension.values aws_ce_cost_category.rule.rule.and.and.tags.values aws_ce_cost_category.rule.rule.and.cost_category.values aws_ce_cost_category.rule.rule.and.dimension.values aws_ce_cost_category.rule.rule.and.not.cost_category.values aws_ce_cost_category.rule.rule.and.not.dimension.values aws_ce_cost_category.rule.rule.and.not.tags.values aws_ce_cost_category.rule.rule.and.or.cost_category.values aws_ce_cost_category.rule.rule.and.or.dimension.values aws_ce_cost_category.rule.rule.and.or.tags.values aws_ce_cost_category.rule.rule.and.tags.values aws_ce_cost_category.rule.rule.cost_category.values aws_ce_cost_category.rule.rule.dimension.values aws_ce_cost_category.rule.rule.not.and aws_ce_cost_category.rule.rule.not.and.cost_category.values aws_ce_cost_category.rule.rule.not.and.dimension.values aws_ce_cost_category.rule.rule.not.and.tags.values aws_ce_cost_category.rule.rule.not.cost_category.values aws_ce_cost_category.rule.rule.not.dimension.values aws_ce_cost_category.rule.rule.not.not.cost_category.values aws_ce_cost_category.rule.rule.not.not.dimension.values aws_ce_cost_category.rule.rule.not.not.tags.values aws_ce_cost_category.rule.rule.not.or.cost_category.values aws_ce_cost_category.rule.rule.not.or.dimension.values aws_ce_cost_category.rule.rule.not.or.tags.values aws_ce_cost_category.rule.rule.not.tags.values aws_ce_cost_category.rule.rule.or.and aws_ce_cost_category.rule.rule.or.and.cost_category.values aws_ce_cost_category.rule.rule.or.and.dimension.values aws_ce_cost_category.rule.rule.or.and.tags.values aws_ce_cost_category.rule.rule.or.cost_category.values aws_ce_cost_category.rule.rule.or.dimension.values aws_ce_cost_category.rule.rule.or.not.cost_category.values aws_ce_cost_category.rule.rule.or.not.dimension.values aws_ce_cost_category.rule.rule.or.not.tags.values aws_ce_cost_category.rule.rule.or.or.cost_category.values aws_ce_cost_category.rule.rule.or.or.dimension.values aws_ce_cost_category.rule.rule.or.or.tags.values aws_ce_cost_category.rule.rule.or.tags.values aws_ce_cost_category.rule.rule.tags.values aws_ce_cost_category.split_charge_rule.parameter aws_ce_cost_category.split_charge_rule.targets aws_cleanrooms_collaboration.member aws_cloudformation_stack.notification_arns aws_cloudformation_stack_instances.accounts aws_cloudformation_stack_instances.deployment_targets.accounts aws_cloudformation_stack_instances.regions aws_cloudformation_stack_set_instance.deployment_targets.accounts aws_cloudfront_cache_policy.parameters_in_cache_key_and_forwarded_to_origin.cookies_config.cookies.items aws_cloudfront_cache_policy.parameters_in_cache_key_and_forwarded_to_origin.headers_config.headers.items aws_cloudfront_cache_policy.parameters_in_cache_key_and_forwarded_to_origin.query_strings_config.query_strings.items aws_cloudfront_continuous_deployment_policy.staging_distribution_dns_names.items aws_cloudfront_distribution.default_cache_behavior.allowed_methods aws_cloudfront_distribution.default_cache_behavior.forwarded_values.headers aws_cloudfront_distribution.ordered_cache_behavior.allowed_methods aws_cloudfront_distribution.ordered_cache_behavior.forwarded_values.headers aws_cloudfront_distribution.origin.custom_origin_config.origin_ssl_protocols aws_cloudfront_field_level_encryption_config.content_type_profile_config.content_type_profiles.items aws_cloudfront_field_level_encryption_config.query_arg_profile_config.query_arg_profiles.items aws_cloudfront_field_level_encryption_profile.encryption_entities.items aws_cloudfront_field_level_encryption_profile.encryption_entities.items.field_patterns.items aws_cloudfront_key_group.items aws_cloudfront_origin_request_policy.cookies_config.cookies.items aws_cloudfront_origin_request_policy.headers_config.headers.items aws_cloudfront_origin_request_policy.query_strings_config.query_strings.items aws_cloudfront_response_headers_policy.cors_config.access_control_allow_headers.items aws_cloudfront_response_headers_policy.cors_config.access_control_allow_methods.items aws_cloudfront_response_headers_policy.cors_config.access_control_allow_origins.items aws_cloudfront_response_headers_policy.cors_config.access_control_expose_headers.items aws_cloudfront_response_headers_policy.custom_headers_config.items aws_cloudfront_response_headers_policy.remove_headers_config.items aws_cloudfront_vpc_origin.vpc_origin_endpoint_config.origin_ssl_protocols.items aws_cloudhsm_v2_cluster.subnet_ids aws_cloudwatch_event_target.ecs_target.capacity_provider_strategy aws_cloudwatch_event_target.ecs_target.network_configuration.security_groups aws_cloudwatch_event_target.ecs_target.placement_constraint aws_codebuild_fleet.status aws_codebuild_fleet.vpc_config.security_group_ids aws_codebuild_project.vpc_config.security_group_ids aws_codecommit_trigger.trigger aws_codeconnections_host.vpc_configuration.security_group_ids aws_codeconnections_host.vpc_configuration.subnet_ids aws_codedeploy_deployment_group.alarm_configuration.alarms aws_codedeploy_deployment_group.auto_rollback_configuration.events aws_codedeploy_deployment_group.autoscaling_groups aws_codepipeline_webhook.filter aws_codestarconnections_host.vpc_configuration.security_group_ids aws_codestarconnections_host.vpc_configuration.subnet_ids aws_codestarnotifications_notification_rule.target aws_cognito_resource_server.scope aws_cognito_user_pool.schema aws_comprehend_document_classifier.vpc_config.security_group_ids aws_comprehend_entity_recognizer.vpc_config.security_group_ids aws_config_configuration_recorder.recording_group.exclusion_by_resource_types.resource_types aws_config_configuration_recorder.recording_group.resource_types aws_config_configuration_recorder.recording_mode.recording_mode_override.resource_types aws_connect_security_profile.permissions aws_controltower_control.parameters aws_dataexchange_revision_assets.asset.create_s3_data_access_from_s3_bucket.asset_source.keys aws_dax_cluster.availability_zones aws_dax_cluster.security_group_ids aws_dax_parameter_group.parameters aws_dax_subnet_group.subnet_ids aws_db_cluster_snapshot.shared_accounts aws_db_instance.enabled_cloudwatch_logs_exports aws_db_parameter_group.parameter aws_db_snapshot.shared_accounts aws_db_snapshot_copy.shared_accounts aws_db_subnet_group.subnet_ids aws_default_network_acl.subnet_ids aws_default_security_group.egress.security_groups aws_default_security_group.ingress.security_groups aws_devicefarm_device_pool.rule aws_devicefarm_test_grid_project.vpc_config.security_group_ids aws_devicefarm_test_grid_project.vpc_config.subnet_ids aws_directory_service_directory.connect_settings.availability_zones aws_directory_service_directory.connect_settings.subnet_ids aws_directory_service_directory.vpc_settings.availability_zones aws_directory_service_directory.vpc_settings.subnet_ids aws_directory_service_region.vpc_settings.subnet_ids aws_dlm_lifecycle_policy.policy_details.schedule.fast_restore_rule.availability_zones aws_dms_replication_subnet_group.subnet_ids aws_docdb_cluster.availability_zones aws_docdb_cluster_parameter_group.parameter aws_docdb_subnet_group.subnet_ids aws_docdbelastic_cluster.subnet_ids aws_dsql_cluster.multi_region_properties.clusters aws_dsql_cluster_peering.clusters aws_dynamodb_table.global_secondary_index.non_key_attributes aws_ec2_client_vpn_endpoint.security_group_ids aws_ec2_instance_connect_endpoint.security_group_ids aws_ec2_transit_gateway_connect_peer.inside_cidr_blocks aws_ec2_transit_gateway_vpc_attachment.subnet_ids aws_ec2_transit_gateway_vpc_attachment_accepter.subnet_ids aws_ecr_registry_scanning_configuration.rule aws_ecr_registry_scanning_configuration.rule.repository_filter aws_ecrpublic_repository.catalog_data.architectures aws_ecs_service.capacity_provider_strategy aws_ecs_service.network_configuration.security_groups aws_ecs_task_set.capacity_provider_strategy aws_ecs_task_set.network_configuration.security_groups aws_efs_mount_target.security_groups aws_eks_cluster.encryption_config.resources aws_eks_cluster.remote_network_config.remote_node_networks.cidrs aws_eks_cluster.remote_network_config.remote_pod_networks.cidrs aws_eks_cluster.vpc_config.security_group_ids aws_eks_cluster.vpc_config.subnet_ids aws_eks_fargate_profile.subnet_ids aws_eks_node_group.subnet_ids aws_elasticache_cluster.log_delivery_configuration aws_elasticache_cluster.security_group_ids aws_elasticache_parameter_group.parameter aws_elasticache_replication_group.log_delivery_configuration aws_elasticache_replication_group.security_group_ids aws_elasticache_replication_group.snapshot_arns aws_elasticache_serverless_cache.security_group_ids aws_elasticache_serverless_cache.subnet_ids aws_elasticache_subnet_group.subnet_ids aws_elasticsearch_domain.log_publishing_options aws_elasticsearch_domain.vpc_options.availability_zones aws_elasticsearch_domain.vpc_options.security_group_ids aws_elasticsearch_domain.vpc_options.subnet_ids aws_elasticsearch_vpc_endpoint.vpc_options.availability_zones aws_elasticsearch_vpc_endpoint.vpc_options.security_group_ids aws_elasticsearch_vpc_endpoint.vpc_options.subnet_ids aws_elb.availability_zones aws_elb.instances aws_elb.listener aws_elb.security_groups aws_emr_cluster.core_instance_fleet.instance_type_configs.configurations aws_emr_cluster.ec2_attributes.subnet_ids aws_emr_cluster.master_instance_fleet.instance_type_configs.configurations aws_emr_instance_fleet.instance_type_configs.configurations aws_emr_studio.subnet_ids aws_emrserverless_application.network_configuration.security_group_ids aws_emrserverless_application.network_configuration.subnet_ids aws_finspace_kx_cluster.database.cache_configurations.db_paths aws_finspace_kx_cluster.vpc_configuration.security_group_ids aws_finspace_kx_cluster.vpc_configuration.subnet_ids aws_fis_experiment_template.action aws_fis_experiment_template.action.parameter aws_fis_experiment_template.target aws_fis_experiment_template.target.filter.values aws_fms_policy.resource_type_list aws_fsx_file_cache.data_repository_association.nfs aws_fsx_file_cache.data_repository_association.nfs.dns_ips aws_fsx_file_cache.network_interface_ids aws_fsx_file_cache.security_group_ids aws_fsx_lustre_file_system.security_group_ids aws_fsx_ontap_file_system.endpoints.intercluster.ip_addresses aws_fsx_ontap_file_system.endpoints.management.ip_addresses aws_fsx_ontap_file_system.security_group_ids aws_fsx_ontap_storage_virtual_machine.active_directory_configuration.self_managed_active_directory_configuration.dns_ips aws_fsx_ontap_storage_virtual_machine.endpoints.iscsi.ip_addresses aws_fsx_ontap_storage_virtual_machine.endpoints.management.ip_addresses aws_fsx_ontap_storage_virtual_machine.endpoints.nfs.ip_addresses aws_fsx_ontap_storage_virtual_machine.endpoints.smb.ip_addresses aws_fsx_openzfs_file_system.security_group_ids aws_fsx_windows_file_system.network_interface_ids aws_fsx_windows_file_system.security_group_ids aws_fsx_windows_file_system.self_managed_active_directory.dns_ips aws_glacier_vault.notification.events aws_globalaccelerator_cross_account_attachment.principals aws_globalaccelerator_cross_account_attachment.resource aws_globalaccelerator_custom_routing_endpoint_group.destination_configuration aws_globalaccelerator_custom_routing_endpoint_group.destination_configuration.protocols aws_globalaccelerator_custom_routing_listener.port_range aws_globalaccelerator_listener.port_range aws_glue_catalog_database.create_table_default_permission.permissions aws_glue_dev_endpoint.security_group_ids aws_grafana_workspace.network_access_control.prefix_list_ids aws_grafana_workspace.vpc_configuration.security_group_ids aws_grafana_workspace.vpc_configuration.subnet_ids aws_iam_policy_attachment.groups aws_iam_user_group_membership.groups aws_imagebuilder_container_recipe.component.parameter aws_imagebuilder_image.output_resources.amis aws_imagebuilder_image.output_resources.containers aws_imagebuilder_image.workflow aws_imagebuilder_image.workflow.parameter aws_imagebuilder_image_pipeline.workflow.parameter aws_imagebuilder_image_recipe.component.parameter aws_imagebuilder_infrastructure_configuration.instance_types aws_imagebuilder_infrastructure_configuration.security_group_ids aws_inspector2_enabler.account_ids aws_inspector2_enabler.resource_types aws_inspector2_filter.filter_criteria.port_range aws_inspector2_filter.filter_criteria.resource_tags aws_inspector2_filter.filter_criteria.severity aws_instance.network_interface aws_instance.security_groups aws_internetmonitor_monitor.resources aws_iot_topic_rule.http aws_iot_topic_rule.s3 aws_iot_topic_rule.sns aws_iot_topic_rule_destination.vpc_configuration.security_groups aws_iot_topic_rule_destination.vpc_configuration.subnet_ids aws_kendra_data_source.configuration.web_crawler_configuration.urls.seed_url_configuration.seed_urls aws_kendra_experience.endpoints aws_kinesis_analytics_application.outputs aws_kinesis_firehose_delivery_stream.elasticsearch_configuration.processing_configuration.processors.parameters aws_kinesis_firehose_delivery_stream.elasticsearch_configuration.vpc_config.security_group_ids aws_kinesis_firehose_delivery_stream.elasticsearch_configuration.vpc_config.subnet_ids aws_kinesis_firehose_delivery_stream.extended_s3_configuration.processing_configuration.processors.parameters aws_kinesis_firehose_delivery_stream.http_endpoint_configuration.processing_configuration.processors.parameters aws_kinesis_firehose_delivery_stream.iceberg_configuration.processing_configuration.processors.parameters aws_kinesis_firehose_delivery_stream.opensearch_configuration.processing_configuration.processors.parameters aws_kinesis_firehose_delivery_stream.opensearch_configuration.vpc_config.security_group_ids aws_kinesis_firehose_delivery_stream.opensearch_configuration.vpc_config.subnet_ids aws_kinesis_firehose_delivery_stream.opensearchserverless_configuration.processing_configuration.processors.parameters aws_kinesis_firehose_delivery_stream.opensearchserverless_configuration.vpc_config.security_group_ids aws_kinesis_firehose_delivery_stream.opensearchserverless_configuration.vpc_config.subnet_ids aws_kinesis_firehose_delivery_stream.redshift_configuration.processing_configuration.processors.parameters aws_kinesis_firehose_delivery_stream.snowflake_configuration.processing_configuration.processors.parameters aws_kinesis_firehose_delivery_stream.splunk_configuration.processing_configuration.processors.parameters aws_kinesisanalyticsv2_application.application_configuration.sql_application_configuration.output aws_kinesisanalyticsv2_application.application_configuration.vpc_configuration.security_group_ids aws_kinesisanalyticsv2_application.application_configuration.vpc_configuration.subnet_ids aws_lakeformation_data_cells_filter.table_data.column_names aws_lakeformation_data_lake_settings.create_database_default_permissions.permissions aws_lakeformation_data_lake_settings.create_table_default_permissions.permissions aws_lakeformation_lf_tag.values aws_lakeformation_opt_in.resource_data.table_with_columns.column_names aws_lakeformation_opt_in.resource_data.table_with_columns.column_wildcard.excluded_column_names aws_lakeformation_permissions.lf_tag.values aws_lakeformation_permissions.lf_tag_policy.expression aws_lakeformation_permissions.lf_tag_policy.expression.values aws_lakeformation_permissions.permissions aws_lakeformation_permissions.table_with_columns.column_names aws_lakeformation_permissions.table_with_columns.excluded_column_names aws_lakeformation_resource_lf_tag.table_with_columns.column_names aws_lakeformation_resource_lf_tag.table_with_columns.column_wildcard.excluded_column_names aws_lakeformation_resource_lf_tags.lf_tag aws_lakeformation_resource_lf_tags.table_with_columns.column_names aws_lakeformation_resource_lf_tags.table_with_columns.excluded_column_names aws_lambda_event_source_mapping.filter_criteria.filter aws_lambda_function.vpc_config.security_group_ids aws_lambda_function.vpc_config.subnet_ids aws_lambda_function_url.cors.expose_headers aws_launch_configuration.security_groups aws_launch_template.network_interfaces.ipv6_addresses aws_launch_template.network_interfaces.security_groups aws_lb.security_groups aws_lb_listener.default_action.forward.target_group aws_lb_listener_rule.action.forward.target_group aws_lb_listener_rule.condition aws_lb_listener_rule.condition.host_header.values aws_lb_listener_rule.condition.http_header.values aws_lb_listener_rule.condition.http_request_method.values aws_lb_listener_rule.condition.path_pattern.values aws_lb_listener_rule.condition.query_string aws_lb_listener_rule.condition.source_ip.values aws_lex_bot.abort_statement.message aws_lex_bot.clarification_prompt.message aws_lex_bot.intent aws_lex_intent.conclusion_statement.message aws_lex_intent.confirmation_prompt.message aws_lex_intent.follow_up_prompt.prompt.message aws_lex_intent.follow_up_prompt.rejection_statement.message aws_lex_intent.rejection_statement.message aws_lex_intent.sample_utterances aws_lex_intent.slot.value_elicitation_prompt.message aws_lex_slot_type.enumeration_value.synonyms aws_lightsail_container_service_deployment_version.container aws_lightsail_instance_public_ports.port_info.cidrs aws_m2_environment.security_group_ids aws_m2_environment.subnet_ids aws_macie2_custom_data_identifier.keywords aws_macie2_findings_filter.finding_criteria.criterion.eq aws_macie2_findings_filter.finding_criteria.criterion.neq aws_medialive_channel.destinations aws_medialive_channel.destinations.settings aws_medialive_channel.vpc.availability_zones aws_medialive_channel.vpc.network_interface_ids aws_medialive_channel.vpc.security_group_ids aws_medialive_channel.vpc.subnet_ids aws_medialive_input.destinations aws_memorydb_cluster.security_group_ids aws_memorydb_cluster.shards.nodes aws_memorydb_parameter_group.parameter aws_memorydb_subnet_group.subnet_ids aws_mq_broker.security_groups aws_mq_broker.subnet_ids aws_mq_broker.user.groups aws_msk_cluster.broker_node_group_info.security_groups aws_msk_replicator.kafka_cluster.vpc_config.subnet_ids aws_msk_serverless_cluster.vpc_config.security_group_ids aws_msk_serverless_cluster.vpc_config.subnet_ids aws_msk_vpc_connection.security_groups aws_mskconnect_connector.kafka_cluster.apache_kafka_cluster.vpc.security_groups aws_mwaa_environment.network_configuration.security_group_ids aws_mwaa_environment.network_configuration.subnet_ids aws_neptune_cluster.availability_zones aws_neptune_cluster_parameter_group.parameter aws_neptune_parameter_group.parameter aws_neptune_subnet_group.subnet_ids aws_network_acl.subnet_ids aws_network_interface.attachment aws_network_interface.ipv6_addresses aws_network_interface.security_groups aws_networkfirewall_firewall_policy.firewall_policy.policy_variables.rule_variables.ip_set.definition aws_networkfirewall_rule_group.rule_group.rule_variables.ip_sets aws_networkfirewall_rule_group.rule_group.rule_variables.ip_sets.ip_set.definition aws_networkfirewall_rule_group.rule_group.rule_variables.port_sets.port_set.definition aws_networkfirewall_rule_group.rule_group.rules_source.rules_source_list.targets aws_networkfirewall_rule_group.rule_group.rules_source.stateful_rule.rule_option.settings aws_networkfirewall_rule_group.rule_group.rules_source.stateless_rules_and_custom_actions.stateless_rule.rule_definition.actions aws_networkfirewall_rule_group.rule_group.rules_source.stateless_rules_and_custom_actions.stateless_rule.rule_definition.match_attributes.destination aws_networkfirewall_rule_group.rule_group.rules_source.stateless_rules_and_custom_actions.stateless_rule.rule_definition.match_attributes.protocols aws_networkfirewall_rule_group.rule_group.rules_source.stateless_rules_and_custom_actions.stateless_rule.rule_definition.match_attributes.source aws_networkfirewall_tls_inspection_configuration.tls_inspection_configuration.server_certificate_configuration.scope.protocols aws_networkmanager_connect_peer.configuration.inside_cidr_blocks aws_notifications_event_rule.regions aws_oam_link.resource_types aws_opensearch_domain.log_publishing_options aws_opensearch_domain.vpc_options.availability_zones aws_opensearch_domain.vpc_options.security_group_ids aws_opensearch_domain.vpc_options.subnet_ids aws_opensearch_vpc_endpoint.vpc_options.availability_zones aws_opensearch_vpc_endpoint.vpc_options.security_group_ids aws_opensearch_vpc_endpoint.vpc_options.subnet_ids aws_opensearchserverless_vpc_endpoint.security_group_ids aws_opensearchserverless_vpc_endpoint.subnet_ids aws_opsworks_application.environment aws_osis_pipeline.vpc_options.security_group_ids aws_osis_pipeline.vpc_options.subnet_ids aws_pipes_pipe.source_parameters.self_managed_kafka_parameters.vpc.security_groups aws_pipes_pipe.target_parameters.ecs_task_parameters.network_configuration.aws_vpc_configuration.security_groups aws_pipes_pipe.target_parameters.eventbridge_event_bus_parameters.resources aws_prometheus_scraper.source.eks.security_group_ids aws_prometheus_scraper.source.eks.subnet_ids aws_quicksight_analysis.permissions aws_quicksight_analysis.permissions.actions aws_quicksight_dashboard.permissions aws_quicksight_dashboard.permissions.actions aws_quicksight_data_set.permissions aws_quicksight_data_set.permissions.actions aws_quicksight_data_source.permission.actions aws_quicksight_folder.permissions aws_quicksight_folder.permissions.actions aws_quicksight_template.permissions aws_quicksight_template.permissions.actions aws_quicksight_theme.permissions aws_quicksight_theme.permissions.actions aws_quicksight_vpc_connection.security_group_ids aws_quicksight_vpc_connection.subnet_ids aws_rbin_rule.resource_tags aws_rds_cluster.availability_zones aws_rds_cluster.enabled_cloudwatch_logs_exports aws_rds_cluster_parameter_group.parameter aws_rds_cluster_snapshot_copy.shared_accounts aws_redshift_parameter_group.parameter aws_redshift_subnet_group.subnet_ids aws_redshiftserverless_endpoint_access.subnet_ids aws_redshiftserverless_workgroup.security_group_ids aws_redshiftserverless_workgroup.subnet_ids aws_resourcegroups_group.configuration aws_resourcegroups_group.configuration.parameters aws_route53_cidr_location.cidr_blocks aws_route53_health_check.regions aws_route53_record.geoproximity_routing_policy.coordinates aws_route53_resolver_endpoint.protocols aws_route53_resolver_endpoint.security_group_ids aws_route53_resolver_firewall_domain_list.domains aws_route53_zone.vpc aws_s3_bucket.grant.permissions aws_s3_bucket.replication_configuration.rules aws_s3_bucket_cors_configuration.cors_rule aws_s3_bucket_cors_configuration.cors_rule.allowed_headers aws_s3_bucket_cors_configuration.cors_rule.allowed_methods aws_s3_bucket_cors_configuration.cors_rule.allowed_origins aws_s3_bucket_cors_configuration.cors_rule.expose_headers aws_s3_bucket_notification.lambda_function.events aws_s3_bucket_notification.queue.events aws_s3_bucket_notification.topic.events aws_s3_bucket_server_side_encryption_configuration.rule aws_s3_object_copy.grant.permissions aws_s3control_bucket_lifecycle_configuration.rule aws_s3control_object_lambda_access_point.configuration.transformation_configuration.actions aws_s3control_storage_lens_configuration.storage_lens_configuration.exclude.buckets aws_s3control_storage_lens_configuration.storage_lens_configuration.exclude.regions aws_s3control_storage_lens_configuration.storage_lens_configuration.include.buckets aws_s3control_storage_lens_configuration.storage_lens_configuration.include.regions aws_s3outposts_endpoint.network_interfaces aws_sagemaker_data_quality_job_definition.network_config.vpc_config.security_group_ids aws_sagemaker_domain.default_space_settings.security_groups aws_sagemaker_domain.default_user_settings.security_groups aws_sagemaker_domain.domain_settings.security_group_ids aws_sagemaker_domain.subnet_ids aws_sagemaker_endpoint.deployment_config.auto_rollback_configuration.alarms aws_sagemaker_model.vpc_config.security_group_ids aws_sagemaker_notebook_instance.security_groups aws_sagemaker_user_profile.user_settings.security_groups aws_sagemaker_workforce.source_ip_config.cidrs aws_sagemaker_workforce.workforce_vpc_config.security_group_ids aws_sagemaker_workteam.member_definition.oidc_member_definition.groups aws_scheduler_schedule.target.ecs_parameters.capacity_provider_strategy aws_scheduler_schedule.target.ecs_parameters.network_configuration.security_groups aws_scheduler_schedule.target.ecs_parameters.placement_strategy aws_scheduler_schedule.target.sagemaker_pipeline_parameters.pipeline_parameter aws_security_group.egress.security_groups aws_security_group.ingress.security_groups aws_securityhub_automation_rule.actions aws_securityhub_automation_rule.criteria.resource_tags aws_securityhub_configuration_policy.configuration_policy.security_controls_configuration.security_control_custom_parameter.parameter aws_securityhub_insight.filters.resource_tags aws_securitylake_aws_log_source.source.accounts aws_securitylake_aws_log_source.source.regions aws_securitylake_data_lake.configuration.replication_configuration.regions aws_securitylake_subscriber.source aws_servicecatalog_provisioned_product.outputs aws_sesv2_account_suppression_attributes.suppressed_reasons aws_sesv2_contact_list.topic aws_spot_fleet_request.launch_template_config aws_spot_fleet_request.load_balancers aws_spot_instance_request.network_interface aws_spot_instance_request.security_groups aws_ssm_maintenance_window_task.task_invocation_parameters.automation_parameters.parameter aws_ssm_maintenance_window_task.task_invocation_parameters.run_command_parameters.parameter aws_ssmincidents_response_plan.action.ssm_automation.parameter aws_ssmincidents_response_plan.action.ssm_automation.parameter.values aws_ssoadmin_instance_access_control_attributes.attribute.value aws_ssoadmin_instance_access_control_attributes.attribute.value.source aws_synthetics_canary.vpc_config.security_group_ids aws_synthetics_canary.vpc_config.subnet_ids aws_transfer_server.endpoint_details.security_group_ids aws_transfer_server.endpoint_details.subnet_ids aws_transfer_server.protocols aws_verifiedaccess_endpoint.cidr_options.port_range aws_verifiedaccess_endpoint.cidr_options.subnet_ids aws_verifiedaccess_endpoint.load_balancer_options.port_range aws_verifiedaccess_endpoint.load_balancer_options.subnet_ids aws_verifiedaccess_endpoint.network_interface_options.port_range aws_verifiedaccess_endpoint.rds_options.subnet_ids aws_verifiedaccess_endpoint.security_group_ids aws_verifiedaccess_instance.name_servers aws_vpc_endpoint.network_interface_ids aws_vpc_endpoint.security_group_ids aws_vpc_endpoint.subnet_ids aws_vpc_endpoint_service.availability_zones aws_vpclattice_resource_configuration.port_ranges aws_vpclattice_resource_gateway.security_group_ids aws_vpclattice_resource_gateway.subnet_ids aws_waf_web_acl.rules aws_wafregional_web_acl.rule aws_wafv2_ip_set.addresses aws_wafv2_rule_group.rule aws_wafv2_web_acl.rule aws_wafv2_web_acl_logging_configuration.logging_filter.filter aws_wafv2_web_acl_logging_configuration.logging_filter.filter.condition aws_worklink_fleet.network.security_group_ids aws_worklink_fleet.network.subnet_ids aws_workspaces_directory.subnet_ids aws_workspaces_ip_group.rules aws_workspacesweb_network_settings.security_group_ids aws_workspacesweb_network_settings.subnet_ids";

// src/core/compare/sets.ts
var always;
var sometimes;
function isSet(type, path2) {
  if (!type.startsWith("aws_")) return "unknown";
  always ??= new Set(ALWAYS_SETS.split(" "));
  sometimes ??= new Set(SOMETIMES_SETS.split(" "));
  const names = path2.filter((step) => typeof step === "string");
  const isOne = always.has(names.at(-1) ?? "") || sometimes.has([type, ...names].join("."));
  return isOne ? "set" : "list";
}

// src/core/compare/writer.ts
var Writer = class {
  isBrief;
  lines = [];
  attributes = /* @__PURE__ */ new Set();
  computed = [];
  empties = [];
  constructor(isBrief) {
    this.isBrief = isBrief;
  }
  result() {
    const { lines: lines3, attributes, computed, empties } = this;
    return { lines: lines3, attributes: [...attributes], computed, empties };
  }
};
var Marks = class {
  #at;
  constructor(writers) {
    this.#at = new Map(
      writers.map((writer) => [writer, { lines: writer.lines.length, computed: writer.computed.length }])
    );
  }
  /** Those that got no line. */
  get silent() {
    return [...this.#at].flatMap(([writer, { lines: lines3 }]) => writer.lines.length === lines3 ? [writer] : []);
  }
  /** Takes back what a writer noted as known only later. */
  undoComputed(writer) {
    writer.computed.length = this.#at.get(writer)?.computed ?? writer.computed.length;
  }
};

// src/core/compare/lists.ts
function compareLists(comparison, given) {
  if (comparison.isEmptyAgainstNothing(given)) {
    comparison.leaf(given);
    return;
  }
  const spot = withAllElements(given);
  const before = isArray(spot.before) ? spot.before : [];
  const after = isArray(spot.after) ? spot.after : [];
  const pairs = pairElements(before, after, (index) => child(spot.unknown, index) === true);
  const order = orderOf2(comparison, spot, pairs.elements, pairs.identity !== void 0);
  if (order !== void 0 && [...before, ...after].every(isScalar)) {
    reorderedScalars(comparison, spot, pairs.elements, order);
    return;
  }
  elements(comparison, spot, pairs.elements, pairs.identity);
  if (order === void 0) return;
  const names = (of) => of.map(
    ({ name: name4, before: place }) => pairs.identity === void 0 ? fromSource(String(place)) : comparison.scrubber.key(name4)
  );
  const old = order.toSorted((a, b) => (a.before ?? 0) - (b.before ?? 0));
  comparison.write(spot, [
    own`! ${comparison.name(spot)}: order changed: ${joined(names(old), ", ")} → ${joined(names(order), ", ")}`
  ]);
}
function elements(comparison, spot, pairs, identity) {
  for (const { before, after, name: name4 } of pairs) {
    element(comparison, comparison.step(spot, before, after, { parent: spot.place, name: name4, kind: "element" }), identity);
  }
}
function orderOf2(comparison, spot, pairs, hasNames) {
  const order = newOrder(pairs);
  if (order === void 0) return void 0;
  const kind = spot.isJson ? "list" : isSet(comparison.input.type, spot.path);
  if (kind === "set") return void 0;
  if (kind === "list" && hasNames) return order;
  const isSame = ({ before, after }) => isEqual(child(spot.before, before ?? -1), child(spot.after, after ?? -1));
  return newOrder(pairs.filter(isSame));
}
function reorderedScalars(comparison, spot, pairs, order) {
  const name4 = comparison.name(spot);
  const [old, now] = [
    comparison.values.list(isArray(spot.before) ? spot.before : [], spot.beforeMask, false),
    comparison.values.list(isArray(spot.after) ? spot.after : [], spot.afterMask, spot.unknown)
  ];
  if (old !== void 0 && now !== void 0) {
    const same = old === now ? [own`! ${name4}: order changed inside of ${SENSITIVE}`] : [];
    comparison.write(spot, [own`- ${name4} = ${old}`, own`+ ${name4} = ${now}${comparison.remark(spot)}`, ...same]);
    return;
  }
  elements(comparison, spot, pairs, void 0);
  const moved = movedOf(order);
  comparison.write(spot, [own`! ${name4}: order changed, ${moved.length} of ${order.length} elements move`]);
  for (const { before = 0, after = 0 } of moved) {
    const at = (index) => ({ parent: spot.place, name: String(index), kind: "element" });
    const step = comparison.step(spot, before, after, at(before));
    comparison.side(onlyBefore(step), "-");
    comparison.side({ ...onlyAfter(step), place: at(after) }, "+");
  }
}
function element(comparison, spot, identity) {
  const isOneSided = (spot.before ?? null) === null || (spot.after ?? null) === null;
  if (identity === void 0 || !isOneSided) {
    comparison.visit(spot);
    return;
  }
  const [before, after] = [spot.before, spot.after].map((side) => without(side, identity));
  const hasMore = [before, after].some((side) => isObject(side) && Object.keys(side).length > 0);
  if (!hasMore) {
    comparison.visit(spot);
    return;
  }
  const marks = new Marks(comparison.writers);
  comparison.visit({ ...spot, before, after });
  const { silent } = marks;
  for (const writer of silent) marks.undoComputed(writer);
  comparison.only(
    (writer) => silent.includes(writer),
    () => comparison.visit(spot)
  );
}
function withAllElements(spot) {
  const { after, unknown } = spot;
  if (!isArray(unknown) || unknown.length <= (isArray(after) ? after.length : 0)) return spot;
  const known = isArray(after) ? after : [];
  return { ...spot, after: [...known, ...unknown.slice(known.length).map(() => null)] };
}

// src/core/compare/embedded.ts
function embeddedRemark(before, after) {
  const [old, now] = [parseEmbedded(before), parseEmbedded(after)];
  if (!isEqual(old, now)) return own`only nulls change`;
  const sizes = [before, after].map((text5) => text5.replace(/\s/g, "").length);
  return sizes[0] === sizes[1] && holdsEveryKey(before, old) ? own`only spacing or the order of keys changes` : void 0;
}
function holdsEveryKey(text5, value2) {
  const written = text5.match(/"(?:[^"\\]|\\.)*"\s*:/g)?.length ?? 0;
  let held = 0;
  const count = (each) => {
    if (isScalar(each)) return;
    if (isObject(each)) held += Object.keys(each).length;
    for (const inner of Object.values(each)) count(inner);
  };
  count(value2 ?? null);
  return written === held;
}

// ../../node_modules/.pnpm/diff@9.0.0/node_modules/diff/libesm/diff/base.js
var Diff = class {
  diff(oldStr, newStr, options = {}) {
    let callback;
    if (typeof options === "function") {
      callback = options;
      options = {};
    } else if ("callback" in options) {
      callback = options.callback;
    }
    const oldString = this.castInput(oldStr, options);
    const newString = this.castInput(newStr, options);
    const oldTokens = this.removeEmpty(this.tokenize(oldString, options));
    const newTokens = this.removeEmpty(this.tokenize(newString, options));
    return this.diffWithOptionsObj(oldTokens, newTokens, options, callback);
  }
  diffWithOptionsObj(oldTokens, newTokens, options, callback) {
    var _a;
    const done = (value2) => {
      value2 = this.postProcess(value2, options);
      if (callback) {
        setTimeout(function() {
          callback(value2);
        }, 0);
        return void 0;
      } else {
        return value2;
      }
    };
    const newLen = newTokens.length, oldLen = oldTokens.length;
    let editLength = 1;
    let maxEditLength = newLen + oldLen;
    if (options.maxEditLength != null) {
      maxEditLength = Math.min(maxEditLength, options.maxEditLength);
    }
    const maxExecutionTime = (_a = options.timeout) !== null && _a !== void 0 ? _a : Infinity;
    const abortAfterTimestamp = Date.now() + maxExecutionTime;
    const bestPath = [{ oldPos: -1, lastComponent: void 0 }];
    let newPos = this.extractCommon(bestPath[0], newTokens, oldTokens, 0, options);
    if (bestPath[0].oldPos + 1 >= oldLen && newPos + 1 >= newLen) {
      return done(this.buildValues(bestPath[0].lastComponent, newTokens, oldTokens));
    }
    let minDiagonalToConsider = -Infinity, maxDiagonalToConsider = Infinity;
    const execEditLength = () => {
      for (let diagonalPath = Math.max(minDiagonalToConsider, -editLength); diagonalPath <= Math.min(maxDiagonalToConsider, editLength); diagonalPath += 2) {
        let basePath;
        const removePath = bestPath[diagonalPath - 1], addPath = bestPath[diagonalPath + 1];
        if (removePath) {
          bestPath[diagonalPath - 1] = void 0;
        }
        let canAdd = false;
        if (addPath) {
          const addPathNewPos = addPath.oldPos - diagonalPath;
          canAdd = addPath && 0 <= addPathNewPos && addPathNewPos < newLen;
        }
        const canRemove = removePath && removePath.oldPos + 1 < oldLen;
        if (!canAdd && !canRemove) {
          bestPath[diagonalPath] = void 0;
          continue;
        }
        if (!canRemove || canAdd && removePath.oldPos < addPath.oldPos) {
          basePath = this.addToPath(addPath, true, false, 0, options);
        } else {
          basePath = this.addToPath(removePath, false, true, 1, options);
        }
        newPos = this.extractCommon(basePath, newTokens, oldTokens, diagonalPath, options);
        if (basePath.oldPos + 1 >= oldLen && newPos + 1 >= newLen) {
          return done(this.buildValues(basePath.lastComponent, newTokens, oldTokens)) || true;
        } else {
          bestPath[diagonalPath] = basePath;
          if (basePath.oldPos + 1 >= oldLen) {
            maxDiagonalToConsider = Math.min(maxDiagonalToConsider, diagonalPath - 1);
          }
          if (newPos + 1 >= newLen) {
            minDiagonalToConsider = Math.max(minDiagonalToConsider, diagonalPath + 1);
          }
        }
      }
      editLength++;
    };
    if (callback) {
      (function exec() {
        setTimeout(function() {
          if (editLength > maxEditLength || Date.now() > abortAfterTimestamp) {
            return callback(void 0);
          }
          if (!execEditLength()) {
            exec();
          }
        }, 0);
      })();
    } else {
      while (editLength <= maxEditLength && Date.now() <= abortAfterTimestamp) {
        const ret = execEditLength();
        if (ret) {
          return ret;
        }
      }
    }
  }
  addToPath(path2, added, removed, oldPosInc, options) {
    const last = path2.lastComponent;
    if (last && !options.oneChangePerToken && last.added === added && last.removed === removed) {
      return {
        oldPos: path2.oldPos + oldPosInc,
        lastComponent: { count: last.count + 1, added, removed, previousComponent: last.previousComponent }
      };
    } else {
      return {
        oldPos: path2.oldPos + oldPosInc,
        lastComponent: { count: 1, added, removed, previousComponent: last }
      };
    }
  }
  extractCommon(basePath, newTokens, oldTokens, diagonalPath, options) {
    const newLen = newTokens.length, oldLen = oldTokens.length;
    let oldPos = basePath.oldPos, newPos = oldPos - diagonalPath, commonCount = 0;
    while (newPos + 1 < newLen && oldPos + 1 < oldLen && this.equals(oldTokens[oldPos + 1], newTokens[newPos + 1], options)) {
      newPos++;
      oldPos++;
      commonCount++;
      if (options.oneChangePerToken) {
        basePath.lastComponent = { count: 1, previousComponent: basePath.lastComponent, added: false, removed: false };
      }
    }
    if (commonCount && !options.oneChangePerToken) {
      basePath.lastComponent = { count: commonCount, previousComponent: basePath.lastComponent, added: false, removed: false };
    }
    basePath.oldPos = oldPos;
    return newPos;
  }
  equals(left, right, options) {
    if (options.comparator) {
      return options.comparator(left, right);
    } else {
      return left === right || !!options.ignoreCase && left.toLowerCase() === right.toLowerCase();
    }
  }
  removeEmpty(array) {
    const ret = [];
    for (let i = 0; i < array.length; i++) {
      if (array[i]) {
        ret.push(array[i]);
      }
    }
    return ret;
  }
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  castInput(value2, options) {
    return value2;
  }
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  tokenize(value2, options) {
    return Array.from(value2);
  }
  join(chars) {
    return chars.join("");
  }
  postProcess(changeObjects, options) {
    return changeObjects;
  }
  get useLongestToken() {
    return false;
  }
  buildValues(lastComponent, newTokens, oldTokens) {
    const components2 = [];
    let nextComponent;
    while (lastComponent) {
      components2.push(lastComponent);
      nextComponent = lastComponent.previousComponent;
      delete lastComponent.previousComponent;
      lastComponent = nextComponent;
    }
    components2.reverse();
    const componentLen = components2.length;
    let componentPos = 0, newPos = 0, oldPos = 0;
    for (; componentPos < componentLen; componentPos++) {
      const component = components2[componentPos];
      if (!component.removed) {
        if (!component.added && this.useLongestToken) {
          let value2 = newTokens.slice(newPos, newPos + component.count);
          value2 = value2.map(function(value3, i) {
            const oldValue = oldTokens[oldPos + i];
            return oldValue.length > value3.length ? oldValue : value3;
          });
          component.value = this.join(value2);
        } else {
          component.value = this.join(newTokens.slice(newPos, newPos + component.count));
        }
        newPos += component.count;
        if (!component.added) {
          oldPos += component.count;
        }
      } else {
        component.value = this.join(oldTokens.slice(oldPos, oldPos + component.count));
        oldPos += component.count;
      }
    }
    return components2;
  }
};

// ../../node_modules/.pnpm/diff@9.0.0/node_modules/diff/libesm/diff/array.js
var ArrayDiff = class extends Diff {
  tokenize(value2) {
    return value2.slice();
  }
  join(value2) {
    return value2;
  }
  removeEmpty(value2) {
    return value2;
  }
};
var arrayDiff = new ArrayDiff();
function diffArrays(oldArr, newArr, options) {
  return arrayDiff.diff(oldArr, newArr, options);
}

// src/core/compare/text-diff.ts
var CONTEXT = 2;
var MOST_EDITS = 1e3;
function multiLineDiff(before, after) {
  const [old, now] = [endingsOf(before), endingsOf(after)];
  const isOther = old !== void 0 && now !== void 0 && old !== now;
  const remarks2 = isOther ? [own`line breaks change from ${ENDINGS[old]} to ${ENDINGS[now]}`] : [];
  if (before !== "" && after !== "" && before.endsWith("\n") !== after.endsWith("\n")) {
    const isThere = after.endsWith("\n");
    remarks2.push(
      isThere ? own`the last line now ends with a line break` : own`the last line no longer ends with a line break`
    );
  }
  const linesOf2 = (text5) => split(isOther ? rewritten(text5, (each) => each.replaceAll("\r\n", "\n")) : text5);
  return { lines: diffLines(linesOf2(before), linesOf2(after)), remarks: remarks2 };
}
var ENDINGS = { CRLF: own`CRLF`, LF: own`LF` };
function endingsOf(text5) {
  const all = text5.split("\n").length - 1;
  const withReturn = text5.split("\r\n").length - 1;
  if (all === 0) return void 0;
  return withReturn === 0 ? "LF" : withReturn === all ? "CRLF" : void 0;
}
function split(text5) {
  const lines3 = text5.split("\n");
  if (lines3.at(-1) === "") lines3.pop();
  return lines3;
}
function diffLines(before, after) {
  const parts = diffArrays([...before], [...after], { maxEditLength: MOST_EDITS });
  if (parts === void 0) return [...prefixed(before, own`-   `), ...prefixed(after, own`+   `)];
  if (parts.every((part) => !part.added && !part.removed)) return [];
  return parts.flatMap((part, index) => {
    const { value: value2 } = part;
    const [last, next] = [parts[index - 1], parts[index + 1]];
    if (part.removed) return prefixed(visibleAgainst(value2, next?.added ? next.value : []), own`-   `);
    if (part.added) return prefixed(visibleAgainst(value2, last?.removed ? last.value : []), own`+   `);
    return shortened3(prefixed(value2, own`    `), index === 0, index === parts.length - 1);
  });
}
function visibleAgainst(lines3, others) {
  const looks = new Set(others.map(look));
  return lines3.map((line) => looks.has(look(line)) ? spelledOut(line) : line);
}
function prefixed(lines3, prefix) {
  return lines3.map((line) => own`${prefix}${rewritten(line, (text5) => text5.replace(/\r$/, ""))}`);
}
function shortened3(lines3, isFirst, isLast) {
  const head = isFirst ? 0 : CONTEXT;
  const tail = isLast ? 0 : CONTEXT;
  const hidden = lines3.length - head - tail;
  if (hidden < 2) return [...lines3];
  return [...lines3.slice(0, head), own`    … ${hidden} unchanged lines`, ...lines3.slice(lines3.length - tail)];
}

// src/core/compare/strings.ts
function compareStrings(comparison, spot) {
  const { before = null, after = null } = spot;
  if (before === after) return;
  const texts = [before, after].map((side) => typeof side === "string" ? comparison.scrubber.text(side) : void 0);
  const [old, now] = texts;
  if (old === now) {
    comparison.write(spot, [own`! ${comparison.name(spot)}: changes inside of ${SENSITIVE}`]);
    return;
  }
  const [oldJson, nowJson] = texts.map((side) => side === void 0 ? void 0 : parseEmbedded(side));
  const fits = (side, json) => side === null || side === "" || json !== void 0;
  const bothFit = fits(before, oldJson) && fits(after, nowJson) && (oldJson ?? nowJson) !== void 0;
  if (bothFit && spot.path.length > 0) {
    const marks = new Marks(comparison.writers);
    comparison.visit({ ...spot, before: oldJson, after: nowJson, isJson: true });
    const { silent } = marks;
    if (silent.length === 0 || comparison.input.isWhole) return;
    const remark = embeddedRemark(old ?? "", now ?? "");
    comparison.only(
      (writer) => silent.includes(writer),
      () => {
        if (remark === void 0) comparison.leaf(spot);
        else comparison.write(spot, [own`! ${comparison.name(spot)}: ${remark}`]);
      }
    );
    return;
  }
  const isLong2 = texts.some((side) => side?.trimEnd().includes("\n"));
  const isText = [before, after].every((side) => side === null || typeof side === "string");
  if (!isLong2 || !isText) {
    comparison.leaf(spot, texts);
    return;
  }
  longText(comparison, spot, old ?? own``, now ?? own``);
}
function longText(comparison, spot, old, now) {
  const { lines: lines3, remarks: remarks2 } = multiLineDiff(old, now);
  const name4 = comparison.name(spot);
  const ends = remarks2.map(
    (remark) => own`! ${name4}: ${remark}${lines3.length === 0 ? comparison.remark(spot) : own``}`
  );
  const shown = lines3.length === 0 ? ends : [own`  ${name4}:${comparison.remark(spot)}`, ...lines3, ...ends];
  const where = comparison.input.brief?.shownElsewhere(lines3);
  const sign = (spot.before ?? null) === null ? own`+` : own`!`;
  const brief = where === void 0 ? shown : [own`${sign} ${name4}: ${where}${comparison.remark(spot)}`, ...ends];
  comparison.only(
    (writer) => !writer.isBrief,
    () => comparison.write(spot, shown)
  );
  comparison.only(
    (writer) => writer.isBrief,
    () => comparison.write(spot, brief)
  );
}

// src/core/compare/differ.ts
var Differ = class extends Comparison {
  visit(spot) {
    const { before, after, unknown, beforeMask, afterMask } = spot;
    const short2 = this.#short(spot);
    if (beforeMask === true || afterMask === true) this.#masked(spot);
    else if (unknown === true) this.#unknown(spot);
    else if (short2 !== void 0) this.write(spot, [short2]);
    else if (haveDifferentShapes(before, after)) this.#bothSides(spot);
    else if (isObject(before) || isObject(after)) this.#object(spot);
    else if (isArray(before) || isArray(after)) compareLists(this, spot);
    else if (typeof before === "string" || typeof after === "string") compareStrings(this, spot);
    else this.leaf(spot);
  }
  #object(spot) {
    if (this.isEmptyAgainstNothing(spot)) {
      this.leaf(spot);
      return;
    }
    const kind = spot.path.length === 0 ? "attribute" : "key";
    for (const key of keysOf(spot.after, spot.before, spot.unknown)) {
      if (isSameScalar(spot, key)) continue;
      const step = this.step(spot, key, key, { parent: spot.place, name: key, kind });
      if (key === "tags_all" && this.#repeatsTags(spot))
        this.only(
          (writer) => !writer.isBrief,
          () => this.visit(step)
        );
      else this.visit(step);
    }
  }
  /** The provider adds its default tags to those of the resource: what both say is said once. */
  #repeatsTags({ path: path2, before, after }) {
    if (path2.length > 0) return false;
    if (this.input.isWhole) return true;
    const at = (side, attribute, key) => child(child(side, attribute), key);
    const keys = [before, after].map((side) => child(side, "tags_all")).flatMap((tags) => Object.keys(tags ?? {}));
    return keys.filter((key) => !isEqual(at(before, "tags_all", key), at(after, "tags_all", key))).every((key) => [before, after].every((side) => isEqual(at(side, "tags_all", key), at(side, "tags", key))));
  }
  /** One line for a small object or list that comes or goes as a whole: `= {containerPort = 3100, protocol = "tcp"}`. */
  #short(spot) {
    const { before = null, after = null } = spot;
    if (spot.path.length === 0 || before !== null && after !== null) return void 0;
    const value2 = before ?? after;
    if (isScalar(value2) || [spot.unknown, spot.beforeMask, spot.afterMask].some(holdsTrue)) return;
    const shown = this.values.inline(value2);
    if (shown === void 0 || shown.count < 2) return void 0;
    const line = own`${before === null ? own`+` : own`-`} ${this.name(spot)} = ${shown.text}${this.remark(spot)}`;
    return line.length <= LONGEST_SHORT ? line : void 0;
  }
  #masked(spot) {
    const { before = null, after = null, beforeMask, afterMask } = spot;
    const name4 = this.name(spot);
    if (before === null && after === null && spot.unknown !== true) return;
    const isSame = spot.unknown !== true && isEqual(before, after);
    if (isSame && beforeMask === true === (afterMask === true)) return;
    if (isSame) {
      this.write(spot, [own`! ${name4}: ${afterMask === true ? own`becomes` : own`is no longer`} sensitive`]);
      return;
    }
    const lines3 = before === null ? [] : [own`- ${name4} = ${SENSITIVE}`];
    if (spot.unknown === true) lines3.push(own`+ ${name4} = ${SENSITIVE} ${UNKNOWN}${this.remark(spot)}`);
    else if (after !== null) lines3.push(own`+ ${name4} = ${SENSITIVE}${this.remark(spot)}`);
    this.write(spot, lines3);
  }
  #unknown(spot) {
    const isNews2 = (spot.before ?? null) !== null && (!this.input.isReplaced || this.forces(spot));
    if (!isNews2) {
      const isFilledIn2 = this.#isFilledIn(spot);
      const name4 = this.name(spot);
      for (const { isBrief, computed } of this.writers) if (!isBrief || !isFilledIn2) computed.push(name4);
      return;
    }
    this.side(onlyBefore(spot), "-");
    this.write(spot, [own`+ ${this.name(spot)} = ${UNKNOWN}${this.remark(spot)}`]);
  }
  /** A value that becomes one of another shape: all of the old one, then all of the new one. */
  #bothSides(spot) {
    this.side(onlyBefore(spot), "-");
    this.side(onlyAfter(spot), "+");
  }
  /**
   * Whether the provider, not the configuration, gives a new object this attribute. A `dynamic` block isn't in the configuration of a plan:
   * what is known of its values came from somewhere.
   */
  #isFilledIn({ path: [attribute = ""] }) {
    const { brief, isWhole, isReplaced, after } = this.input;
    if (!isWhole && !isReplaced || brief?.configured === void 0) return false;
    const isPartlyKnown = !isNothing(child(after, attribute) ?? null);
    return !isPartlyKnown && !brief.configured.has(String(attribute));
  }
};

// src/core/compare/attribute-diff.ts
function diffAttributes(input, scrubber) {
  const writer = new Writer(input.brief !== void 0);
  compare(input, scrubber, [writer]);
  return writer.result();
}
function diffBoth(input, scrubber) {
  const [brief, full] = [new Writer(true), new Writer(false)];
  compare(input, scrubber, [brief, full]);
  return { brief: brief.result(), full: full.result() };
}
function compare(input, scrubber, writers) {
  const { before, after, unknown, beforeSensitive: beforeMask, afterSensitive: afterMask } = input;
  const root = { place: void 0, path: [], isJson: false, before, after, unknown, beforeMask, afterMask };
  new Differ(input, scrubber, writers).visit(root);
}

// src/core/show/blocks/signs.ts
var KEEP = { line: md`**= keep**`, summary: html`<b>= keep</b>` };
var SIGNS = {
  delete: { line: md`**− destroy**`, summary: html`<b>− destroy</b>` },
  replace: { line: md`**± replace**`, summary: html`<b>± replace</b>` },
  forget: { line: md`**⊘ forget**`, summary: html`<b>⊘ forget</b>` },
  other: { line: md`**? other**`, summary: html`<b>? other</b>` },
  // One tilde alone could strike out what follows.
  update: { line: md`**\\~ change**`, summary: html`<b>~ change</b>` },
  create: { line: md`**+ add**`, summary: html`<b>+ add</b>` },
  import: { line: md`**↓ import**`, summary: html`<b>↓ import</b>` },
  move: { line: md`**→ move**`, summary: html`<b>→ move</b>` },
  read: { line: md`**… read**`, summary: html`<b>… read</b>` },
  open: { line: md`**… open**`, summary: html`<b>… open</b>` },
  "no-op": KEEP
};
var REVISION = { line: md`**± new revision**`, summary: html`<b>± new revision</b>` };
var DRIFT = {
  delete: { line: md`**− has been deleted**`, summary: html`<b>− has been deleted</b>` },
  create: { line: md`**+ has appeared**`, summary: html`<b>+ has appeared</b>` },
  move: { line: md`**→ has moved**`, summary: html`<b>→ has moved</b>` },
  update: { line: md`**\\~ has changed**`, summary: html`<b>~ has changed</b>` }
};
var RUN = { line: md`**▷ run**`, summary: html`<b>▷ run</b>` };
var LATER = { line: md`**▷ later**`, summary: html`<b>▷ later</b>` };
function signOf(kind) {
  return SIGNS[kind];
}
function signOfChange(change) {
  return isNewRevision(change) ? REVISION : SIGNS[kindOf(change)];
}
function signOfDrift(change) {
  return DRIFT[kindOf(change)] ?? SIGNS[kindOf(change)];
}

// src/core/show/blocks/resource.ts
function nameOf({ change, prefix }, scrubber) {
  return own`${prefix}${scrubber.address(change.address)}`;
}
function deferredBlock({ change, reason }, prefix, context) {
  return resourceBlock({ change, prefix }, context, false, { more: [deferralNote(reason, context.scrubber)] });
}
function resourceBlock(entry2, context, isOpen, options = {}) {
  return new ResourceBlock(entry2, context, isOpen, options);
}
var ResourceBlock = class {
  count = 1;
  #entry;
  #context;
  #isOpen;
  #options;
  #head;
  #diffs;
  #isWritten = false;
  constructor(entry2, context, isOpen, options) {
    this.#entry = entry2;
    this.#context = context;
    this.#isOpen = isOpen;
    this.#options = options;
  }
  line() {
    return lineOf(this.#headFrom(() => this.#brief()));
  }
  compact() {
    const brief = this.#brief();
    return shownDiff(
      linesOf(brief),
      this.#headFrom(() => brief),
      false,
      this.#isOpen
    );
  }
  full() {
    const { change } = this.#entry;
    const { scrubber, room } = this.#context;
    const diffs = this.#diffs;
    const { brief, full } = diffs?.full === void 0 ? diffsOf(change, this.#context) : diffs;
    this.#diffs = room.left-- > 0 ? { brief } : void 0;
    this.#isWritten = true;
    const lines3 = [...linesOf(full), ...keptOfImport(change, scrubber)];
    return shownDiff(
      lines3,
      this.#headFrom(() => brief),
      true,
      this.#isOpen,
      generated(change, scrubber)
    );
  }
  #brief() {
    if (this.#diffs !== void 0) return this.#diffs.brief;
    const { change } = this.#entry;
    if (this.#isWritten) return diffAttributes(inputOf(change, this.#context), this.#context.scrubber);
    this.#diffs = diffsOf(change, this.#context);
    return this.#diffs.brief;
  }
  #headFrom(brief) {
    const { change } = this.#entry;
    const { scrubber } = this.#context;
    const { sign = signOfChange(change), more = [] } = this.#options;
    this.#head ??= {
      sign,
      name: nameOf(this.#entry, scrubber),
      notes: [...notesOf(change, kindOf(change), brief, scrubber), ...more]
    };
    return this.#head;
  }
};
function diffsOf(change, context) {
  return diffBoth(inputOf(change, context), context.scrubber);
}
function inputOf(change, { shownElsewhere }) {
  const { type, before, after, unknown, beforeSensitive, afterSensitive, replacePaths, block } = change;
  return {
    type,
    before,
    after,
    unknown,
    beforeSensitive,
    afterSensitive,
    replacePaths,
    isWhole: before === null || after === null,
    isReplaced: kindOf(change) === "replace",
    brief: { configured: block?.attributes, shownElsewhere }
  };
}
function keptOfImport(change, scrubber) {
  if (change.importing === void 0) return [];
  const { before, after } = change;
  const isKept = ([key, value2]) => isEqual(value2, child(before, key));
  const kept = Object.fromEntries(Object.entries(isObject(after) ? after : {}).filter(isKept));
  const { lines: lines3 } = diffAttributes(
    { ...change, before: null, after: kept, unknown: false, replacePaths: [], isWhole: true, isReplaced: false },
    scrubber
  );
  return lines3.map((line) => rewritten(line, (text5) => ` ${text5.slice(1)}`));
}
function generated({ generatedConfig }, scrubber) {
  if (generatedConfig === void 0) return md``;
  return md`\n\nGenerated configuration:\n\n${fence2([scrubber.text(generatedConfig)], "hcl")}`;
}

// src/core/show/blocks/group.ts
var LEAST2 = 3;
var MOST_NAMES = 20;
function groupedBlocks(entries, context, signOf2 = signOfChange) {
  const groups = /* @__PURE__ */ new Map();
  for (const entry2 of entries) {
    const key = keyOf2(entry2.change);
    if (key === void 0) continue;
    const known = groups.get(key);
    if (known) known.push(entry2);
    else groups.set(key, [entry2]);
  }
  const equal = [...groups.values()].filter((group2) => group2.length >= LEAST2);
  const grouped = new Set(equal.flat());
  const single = entries.filter((entry2) => !grouped.has(entry2)).map((entry2) => resourceBlock(entry2, context, false, { sign: signOf2(entry2.change) }));
  return [...single, ...equal.map((group2) => groupBlock(group2, context, signOf2))];
}
function keyOf2(change) {
  const { deposed, previousAddress, importing, reason } = change;
  if (kindOf(change) !== "update") return void 0;
  if (deposed ?? previousAddress ?? importing ?? reason) return void 0;
  const differences = differencesOf(change.before, change.after);
  return canonical([differences, change.unknown, change.beforeSensitive, change.afterSensitive]);
}
function differencesOf(before, after) {
  if (!isObject(before) || !isObject(after)) return [before, after];
  const found = {};
  for (const key of /* @__PURE__ */ new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, now] = [child(before, key) ?? null, child(after, key) ?? null];
    if (isEqual(old, now)) continue;
    found[key] = differencesOf(old, now);
  }
  return found;
}
function groupBlock(entries, context, signOf2) {
  const { change } = entries[0];
  const sign = signOf2(change);
  const diffs = once(() => diffsOf(change, context));
  const note = once(() => attributesNote(diffs().brief));
  const names = (most) => {
    const shown = entries.slice(0, most).map((entry2) => nameOf(entry2, context.scrubber));
    const codes = shown.map((name4) => code2(most === MOST_NAMES ? shortened2(name4, 120) : name4));
    const more = entries.length > most ? md` and ${entries.length - most} more` : md``;
    return md`${join(codes, md`, `)}${more}`;
  };
  const summary2 = (isWhole) => html`${sign.summary} ${entries.length} resources alike · ${htmlNote(note(), isWhole)}`;
  const show = (isWhole, most, diff) => details(summary2(isWhole), md`${names(most)}\n\n${diff}`);
  return {
    full: () => show(true, entries.length, fence2(linesOf(diffs().full), "diff")),
    compact: () => show(false, MOST_NAMES, fence2(cutLines(linesOf(diffs().brief), COMMENT_LIMITS), "diff")),
    line: () => md`- ${sign.line} ${entries.length} resources alike: ${names(3)} · ${markdownNote(note())}`,
    count: entries.length
  };
}

// src/core/show/blocks/drift.ts
function driftBlocks(entries, context) {
  const block = (entry2) => resourceBlock(entry2, context, false, { sign: signOfDrift(entry2.change) });
  const news = new Set(entries.filter(({ change }) => isNews(change)));
  const filledIn = entries.filter((entry2) => !news.has(entry2));
  const blocks2 = groupedBlocks([...news], context, signOfDrift);
  return filledIn.length === 0 ? blocks2 : [...blocks2, groupOf(filledIn, block, context)];
}
function groupOf(entries, block, context) {
  const words2 = entries.length === 1 ? md`1 resource has` : md`${entries.length} resources have`;
  const summary2 = entries.length === 1 ? html`1 resource has` : html`${entries.length} resources have`;
  const blocks2 = entries.map((entry2) => ({ entry: entry2, block: block(entry2) }));
  const isEmpty = ({ change }) => diffsOf(change, context).brief.lines.length === 0;
  const named2 = ({ entry: entry2 }) => code2(shortened2(nameOf(entry2, context.scrubber)));
  const show = (content) => details(html`<b>~ filled in</b> ${summary2} values where there was nothing, and no other change`, content);
  return {
    full: () => show(lines(blocks2.map((each) => each.block.full()))),
    compact: () => {
      const rest = blocks2.filter(({ entry: entry2 }) => isEmpty(entry2));
      const empty = new Set(rest);
      const shown = blocks2.filter((each) => !empty.has(each)).map((each) => each.block.compact());
      const names = rest.length === 0 ? [] : [md`With empty values alone:\n\n${list(rest.slice(0, MOST_NAMES2).map(named2))}`];
      const more = rest.length > MOST_NAMES2 ? [md`\nand ${rest.length - MOST_NAMES2} more`] : [];
      return show(lines([...shown, ...shown.length > 0 && names.length > 0 ? [md``] : [], ...names, ...more]));
    },
    line: () => md`- **\\~ filled in** ${words2} values where there was nothing, and no other change`,
    count: entries.length
  };
}
var MOST_NAMES2 = 20;

// src/core/show/blocks/invocation.ts
function invocationBlock(invocation2, prefix, { scrubber }) {
  const { address, event, trigger, deferred, values, unknown, sensitive, onFailure } = invocation2;
  const given = { type: "", before: null, after: values, unknown, beforeSensitive: false, afterSensitive: sensitive };
  const diff = once(
    () => linesOf(diffAttributes({ ...given, replacePaths: [], isWhole: true, isReplaced: false }, scrubber))
  );
  const notes = [
    { code: scrubber.text(event) },
    ...trigger === void 0 ? [] : [{ before: own`of `, code: scrubber.address(trigger) }],
    ...orderNotes(invocation2),
    ...onFailure === void 0 ? [] : [{ before: own`on failure: `, code: scrubber.text(onFailure) }],
    ...deferred === void 0 ? [] : [{ before: own`deferred` }, deferralNote(deferred, scrubber)]
  ];
  const sign = deferred === void 0 ? RUN : LATER;
  const head = () => ({ sign, name: own`${prefix}${scrubber.address(address)}`, notes });
  return diffBlock(diff, head);
}
function orderNotes({ block, place }) {
  if (place === void 0) return [];
  if (block === void 0 || block === 0) return [{ before: own`number ${place + 1} of its trigger` }];
  return [{ before: own`number ${place + 1} of trigger ${block + 1}` }];
}

// src/core/show/blocks/output.ts
function outputBlock(output, prefix, { scrubber }) {
  const kind = kindOf(output);
  const wrap = (value2) => ({ [output.name]: value2 });
  const diff = once(
    () => linesOf(
      diffAttributes(
        {
          type: "",
          before: wrap(output.before),
          after: wrap(output.after),
          unknown: wrap(output.unknown),
          beforeSensitive: wrap(output.beforeSensitive),
          afterSensitive: wrap(output.afterSensitive),
          replacePaths: [],
          isWhole: false,
          isReplaced: false
        },
        scrubber
      )
    )
  );
  const head = () => ({ sign: signOf(kind), name: own`${prefix}${fromSource(output.name)}`, notes: [] });
  return diffBlock(diff, head);
}

// src/core/show/config-diff.ts
function parseUnifiedDiff(text5, scrubber) {
  return splitFiles(text5).map((file) => ({
    ...file,
    path: scrubber.text(file.path),
    lines: scrubber.text(file.lines.join("\n")).split("\n")
  }));
}
function splitFiles(text5) {
  const files = [];
  let oldPath = "";
  let oldLeft = 0;
  let newLeft = 0;
  for (const line of text5.split(/\r?\n/)) {
    const file = files.at(-1);
    if (file && (oldLeft > 0 || newLeft > 0)) {
      if (!line.startsWith("\\")) {
        if (!line.startsWith("+")) oldLeft--;
        if (!line.startsWith("-")) newLeft--;
      }
      if (line.startsWith("+")) file.added++;
      if (line.startsWith("-")) file.removed++;
      file.lines.push(line);
      continue;
    }
    const hunk = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line);
    if (hunk && file) {
      oldLeft = Number(hunk[1] ?? 1);
      newLeft = Number(hunk[2] ?? 1);
      file.lines.push(line);
    } else if (line.startsWith("--- ")) {
      oldPath = pathOf(line);
    } else if (line.startsWith("+++ ")) {
      const path2 = pathOf(line);
      files.push({ path: path2 === "/dev/null" ? oldPath : path2, added: 0, removed: 0, lines: [] });
    } else if (file && /^(Binary files|\\ No newline)/.test(line)) {
      file.lines.push(line);
    }
  }
  return files;
}
var LEAST_LINES = 10;
function createLookup(files) {
  const paths = /* @__PURE__ */ new Map();
  for (const { path: path2, lines: lines3 } of files) {
    const key = keyOf3(lines3, 1);
    const known = paths.get(key);
    if (known) known.push(path2);
    else paths.set(key, [path2]);
  }
  return (diff) => {
    const changed = diff.filter((line) => /^[+-]/.test(line)).length;
    const [first, ...others] = changed < LEAST_LINES ? [] : paths.get(keyOf3(diff, 4)) ?? [];
    if (first === void 0) return void 0;
    const more = others.length === 0 ? own`` : own` and ${others.length} more`;
    return own`${changed} lines, as under Rendered configuration: ${first}${more}`;
  };
}
function keyOf3(lines3, prefix) {
  const side = (sign) => lines3.filter((line) => line.startsWith(sign)).map((line) => line.slice(prefix).replace(/\r$/, "")).join("\n").trimEnd();
  return `${side("-")}\0${side("+")}`;
}
function pathOf(line) {
  const path2 = line.slice(4).split("	")[0] ?? "";
  return path2.replace(/^"(.*)"$/, "$1").replace(/^[ab]\//, "");
}

// src/core/show/sections.ts
var MOST_KEPT = 3e3;
function sectionsOf(plans, configDiff, scrubber) {
  const files = parseUnifiedDiff(configDiff ?? "", scrubber);
  const context = { scrubber, shownElsewhere: createLookup(files), room: { left: MOST_KEPT } };
  const prefixes = planPrefixes(plans);
  function collect(listOf, show) {
    return plans.flatMap((plan, index) => {
      const prefix = fromSource(prefixes[index] ?? "");
      return listOf(plan).map((each) => show(each, prefix));
    });
  }
  const entriesOf2 = (listOf) => collect(listOf, (change, prefix) => ({ change, prefix }));
  const changed = byDanger(entriesOf2(({ changes }) => changes.filter((change) => kindOf(change) !== "no-op")));
  const urgent = changed.filter(({ change }) => needsALook(change));
  const calm = changed.filter(({ change }) => !needsALook(change));
  const isRefreshOnly2 = plans.some((plan) => plan.isRefreshOnly);
  const outputs = (plan) => plan.outputs.filter((output) => kindOf(output) !== "no-op");
  return {
    urgent: { title: md`Needs a look`, noun: md`resources`, blocks: urgentBlocks(urgent, context) },
    resources: { title: md`Resources`, noun: md`resources`, blocks: groupedBlocks(calm, context) },
    invocations: {
      title: md`Actions that run with the apply`,
      noun: md`actions`,
      blocks: collect(
        ({ invocations }) => invocations,
        (each, prefix) => invocationBlock(each, prefix, context)
      )
    },
    deferred: {
      title: md`Deferred`,
      noun: md`changes`,
      intro: md`Terraform can’t plan these yet: they need another plan after this one, and are in none of the counts.`,
      blocks: collect(
        ({ deferred }) => deferred,
        (each, prefix) => deferredBlock(each, prefix, context)
      )
    },
    outputs: {
      title: md`Outputs`,
      noun: md`outputs`,
      blocks: collect(outputs, (each, prefix) => outputBlock(each, prefix, context))
    },
    configuration: { title: md`Rendered configuration`, noun: md`files`, blocks: files.map(fileBlock) },
    drift: {
      title: md`Changed outside of Terraform`,
      noun: md`entries`,
      intro: isRefreshOnly2 ? md`Terraform’s state and what is there differ. Applying records this in the state.` : md`Terraform’s state and what is there differ. Applying touches none of it unless it is listed above.`,
      blocks: driftBlocks(
        entriesOf2((plan) => plan.isRefreshOnly ? plan.drift : driftOf(plan)),
        context
      )
    }
  };
}
var SCREEN = 50;
function urgentBlocks(entries, context) {
  let left = SCREEN;
  return entries.map((entry2) => {
    const isOpen = left > 0;
    if (isOpen) left -= linesOf(diffsOf(entry2.change, context).brief).length + 3;
    return resourceBlock(entry2, context, isOpen);
  });
}
function byDanger(entries) {
  const rank = ({ change }) => (lossOf(change) === void 0 ? KINDS.length : 0) + KINDS.indexOf(kindOf(change));
  return entries.map((entry2) => ({ entry: entry2, rank: rank(entry2) })).sort((a, b) => a.rank - b.rank).map(({ entry: entry2 }) => entry2);
}
var FILE_LIMITS = { lineLength: 300, bytes: 12e3 };
function fileBlock({ path: path2, lines: lines3, added, removed }) {
  const summary2 = html`${htmlCode2(path2)} · +${added} −${removed}`;
  return {
    full: () => details(summary2, fence2(lines3, "diff")),
    compact: () => details(summary2, fence2(cutLines(lines3, FILE_LIMITS), "diff")),
    line: () => md`- ${code2(path2)} · +${added} −${removed}`,
    count: 1
  };
}

// src/core/show/services.ts
function servicesSection(moves, hasPhase, scrubber, most) {
  if (moves.length === 0) return md``;
  const rows = moves.slice(0, most).map((each) => {
    const isRenamed = each.from.kind === each.to.kind && each.from.family !== each.to.family;
    return [name3(each.service, scrubber), ...[each.from, each.to].map((side) => cell2(side, isRenamed, scrubber))];
  });
  const intro2 = hasPhase ? md`Terraform moves no service. After the merge, the rollout moves these, wave by wave:` : md`Outputs name another task definition revision for these services:`;
  return md`### Services\n\n${intro2}\n\n${table([md`service`, md`from`, md`to`], rows)}${moreRows(moves.length, most)}\n\n`;
}
function cell2({ kind, family, revision, variant }, isRenamed, scrubber) {
  if (kind === "none") return md`–`;
  const place = kind === "later" ? md`a new revision` : md`revision ${Number(revision)}`;
  const named2 = isRenamed && kind === "revision" ? code2(short(own`${scrubber.text(family)}:${Number(revision)}`)) : place;
  return variant === void 0 ? named2 : md`${name3(variant, scrubber)}, ${named2}`;
}
var LONGEST_NAME2 = 80;
function short(text5) {
  return shortened2(text5, LONGEST_NAME2);
}
function name3(given, scrubber) {
  return code2(short(scrubber.key(given)));
}

// src/core/show/render.ts
var BODY_LIMIT = 65300;
function markerOf(environment) {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(environment)) {
    throw new UserError(
      `The environment is called ${JSON.stringify(environment).slice(0, 120)}: use letters, digits, dots, hyphens and underscores only.`
    );
  }
  return comment(`loki-adoption:plan environment=${environment}`);
}
function renderComment(input) {
  const { plans, environment, phaseFrom, phaseTo } = input;
  const secrets = /* @__PURE__ */ new Set();
  for (const plan of plans) for (const secret of plan.secrets) secrets.add(secret);
  const scrubber = createScrubber(secrets, secrets.size === 0 ? /* @__PURE__ */ new Set() : sourceNames(plans));
  const totals = countChanges(plans);
  const findings = findProblems(plans, scrubber);
  const isErrored = plans.some((plan) => plan.errored);
  const fingerprint = input.fingerprint ?? fingerprintOf(plans);
  const moves = movesOf(plans);
  const allowances = allowancesIn(input.description ?? "");
  const destroyed = destroyedBy(plans, allowances);
  const head = { environment, phaseFrom, phaseTo, totals, moves: moves.length, findings, isErrored };
  const costFile = scrubber.text(input.cost ?? "");
  const cells = costCells(costFile);
  const isQuiet = !hasChanges(totals) && !isErrored && !totals.isIncomplete;
  const quiet = isQuiet ? md`Terraform would change nothing in ${code2(fromSource(environment))}.\n\n` : md``;
  const consequences = input.consequences === void 0 ? void 0 : parseConsequences(input.consequences);
  const refusal = md`${refusalBox(consequences, scrubber)}${incomparableBox(consequences, scrubber)}`;
  const failure = failureWords(consequences, scrubber);
  const title = md`${markerOf(environment)}\n${headline(head, scrubber)}\n\n`;
  const top = (most) => join(
    [
      title,
      refusal,
      notInEffectBox(input.notInEffect ?? []),
      overview(head, cells),
      remarks(plans, isErrored, failure),
      components(plans, 2 * most),
      quiet,
      servicesSection(moves, (phaseTo ?? "") !== "", scrubber, 2 * most),
      consequencesSection(consequences, moves, scrubber, 2 * most),
      alerts(findings, most),
      allowanceNote(destroyed, allowances, scrubber),
      cells === void 0 ? costSection(costFile, most) : md``
    ],
    md``
  );
  const sections = sectionsOf(plans, input.configDiff, scrubber);
  const changed = countOf(sections.urgent) + countOf(sections.resources);
  const bottom = (shown) => footer(input, { fingerprint, secrets: scrubber.count, shown, changed, isErrored });
  const within = (bytes) => {
    if (isErrored) return md`${title}${refusal}${remarks(plans, isErrored, failure)}${bottom(changed)}`;
    let start = top(10);
    for (const most of [3, 1]) if (bytesOf(start) > bytes / 2) start = top(most);
    const middle = fillSections(sections, bytes - bytesOf(start) - bytesOf(bottom(changed)) - 16, whereElse(input));
    return md`${start}${middle.markdown}${bottom(middle.shown)}`;
  };
  function* full() {
    yield top(Number.POSITIVE_INFINITY);
    for (const section2 of Object.values(sections)) yield* fillAll(section2);
    yield bottom(changed);
  }
  return {
    body: within(BODY_LIMIT),
    within,
    full,
    fingerprint,
    counts: { creates: totals.creates, updates: totals.updates, deletes: totals.deletes, replaces: totals.replaces },
    findings: findings.map(publicFinding),
    destroyed: destroyed.length,
    forbidden: destroyed.filter(({ isAllowed }) => !isAllowed).map(({ address }) => scrubber.address(address)),
    isErrored,
    changesNothing: isQuiet
  };
}
function whereElse({ run, hasArtifact }) {
  if (run === void 0) return md`see the full plan`;
  if (hasArtifact === true) return md`see the ${link(md`full plan`, `${run.url}#artifacts`)}`;
  return md`see the ${link(md`job summary`, run.url)}`;
}
function publicFinding(finding) {
  const { rule, severity, addresses } = finding;
  return { rule, severity, message: sentenceOf(finding), addresses };
}

// src/modes/comment.ts
var SUMMARY_LIMIT = 1024 * 1024 - 2048;
var SHORT_LIMIT = 8e3;
async function commentOnPlan(inputs, ports) {
  const { mode, token, pullRequest: pullRequest2 } = inputs;
  const isPosted = mode === "comment" && token !== void 0 && pullRequest2?.isClosed === false;
  if (isPosted) ports.pullRequests.prepare(pullRequest2.number);
  const description = descriptionOf(inputs, ports);
  const comment2 = await renderPlan(inputs, ports, description);
  const posting = post(inputs, comment2, ports);
  const [written, answered] = await Promise.allSettled([writeAll(inputs, comment2, ports), posting]);
  if (written.status === "rejected") throw written.reason;
  ports.setOutputs({ fingerprint: comment2.fingerprint, "body-file": inputs.bodyFile, ...comment2.counts });
  if (answered.status === "rejected") throw answered.reason;
  const { posted, id, url } = answered.value;
  ports.setOutputs({ posted, "comment-id": id, "comment-url": url });
  judge(inputs, comment2);
}
async function descriptionOf({ failOn, token, pullRequest: pullRequest2 }, ports) {
  if (failOn !== "destroy" || pullRequest2 === void 0) return "";
  if (token === void 0) return pullRequest2.description;
  const found = ports.pullRequests.find(pullRequest2.number);
  try {
    return (await found)?.description ?? pullRequest2.description;
  } catch (error2) {
    ports.say(`The description of the pull request is taken as the event has it: ${errorMessage(error2)}`);
    return pullRequest2.description;
  }
}
async function renderPlan(inputs, ports, description) {
  const { environment, phaseFrom, phaseTo, commit, run, configDiffFile, costFile, consequencesFile, notInEffect } = inputs;
  markerOf(environment);
  await (0, import_promises2.setImmediate)();
  const plans = ports.readPlans(inputs.planFiles);
  const fingerprint = fingerprintAside(plans);
  await (0, import_promises2.setImmediate)();
  return renderComment({
    environment,
    plans,
    fingerprint: await fingerprint,
    phaseFrom,
    phaseTo,
    commit,
    run,
    hasArtifact: inputs.bodyArtifact !== void 0,
    configDiff: configDiffFile === void 0 ? void 0 : ports.readText(configDiffFile),
    cost: costFile === void 0 ? void 0 : ports.readText(costFile),
    consequences: consequencesFile === void 0 ? void 0 : ports.readText(consequencesFile),
    notInEffect,
    description: await description
  });
}
async function writeAll({ bodyFile }, comment2, ports, preface = "") {
  let pieces = [];
  let bytes = 0;
  function* remembered() {
    for (const piece of comment2.full()) {
      bytes += bytesOf(piece);
      if (bytes > SUMMARY_LIMIT) pieces = void 0;
      pieces?.push(piece);
      yield piece;
    }
  }
  await ports.writeText(bodyFile, remembered());
  ports.summarize(preface + (pieces?.join("") ?? comment2.within(SUMMARY_LIMIT)));
}
async function post(inputs, comment2, ports) {
  const { mode, token, pullRequest: pullRequest2, environment } = inputs;
  const skip = (why) => {
    ports.say(`No comment posted: ${why}. The plan is in the job summary and in ${inputs.bodyFile}.`);
    return { posted: "skipped" };
  };
  if (mode !== "comment") return { posted: "skipped" };
  if (token === void 0) return skip("there is no github-token");
  if (pullRequest2 === void 0)
    return skip('this event belongs to no pull request, and the input "pull-request" is empty');
  const { number: number2 } = pullRequest2;
  if (pullRequest2.isClosed || !pullRequest2.isOfEvent && (await ports.pullRequests.find(number2))?.isOpen === false)
    return skip(`pull request ${number2} is closed`);
  const marker = markerOf(environment);
  if (comment2.isErrored && !await hasComment(marker, number2, ports))
    return skip("the plan failed, and no older one is shown that would need to be taken back");
  const result = await ports.pullRequests.post({
    marker,
    body: comment2.body,
    short: () => comment2.within(SHORT_LIMIT),
    pullRequest: number2
  });
  if (result.posted === "skipped") return skip("the token may only read, as in a pull request from a fork");
  if (result.posted === "superseded") ports.say("A later run has already written this comment: left as it is.");
  return result;
}
async function hasComment(marker, pullRequest2, ports) {
  const comments = await ports.pullRequests.comments(pullRequest2);
  return comments.some(({ body }) => showsPlan(body, marker));
}
function judge(inputs, comment2) {
  const { environment, failOn } = inputs;
  if (comment2.isErrored) {
    throw new UserError(
      `Terraform's plan of ${environment} is marked as errored: see the log of the plan step, fix what it says, and plan again.`
    );
  }
  const serious = comment2.findings.filter((finding) => finding.severity !== "notice");
  if (failOn === "policy" && serious.length > 0) {
    const list3 = serious.slice(0, 10).map(({ rule, addresses }) => `${rule} (${addresses[0]})`);
    throw new UserError(
      `fail-on: policy: ${serious.length} findings in the plan of ${environment}: ${list3.join(", ")}.`
    );
  }
  const { destroyed, forbidden } = comment2;
  if (failOn === "destroy" && forbidden.length > 0) {
    const what = forbidden.length === destroyed ? `${destroyed} objects` : `${forbidden.length} objects that nobody allowed`;
    const more = forbidden.length > 10 ? ` and ${forbidden.length - 10} more` : "";
    throw new UserError(
      `fail-on: destroy: the plan of ${environment} destroys or replaces ${what}: ${forbidden.slice(0, 10).join(", ")}${more}. If that is meant, write "allow-destroy: ADDRESS, \u2026" on a line of the pull request's description and run this job again.`
    );
  }
}

// src/modes/compare.ts
async function compareWithReviewed(inputs, ports) {
  const { environment, approvedPlan: approvedPlan2 } = inputs;
  const asked = findReviewed(inputs, ports).catch((error2) => ({ why: errorMessage(error2) }));
  const plan = await renderPlan(inputs, ports);
  const reviewed = verdictOf(await asked, plan.fingerprint);
  const isApproved = reviewed.reviewed !== "same" && approvedPlan2 === plan.fingerprint;
  const verdict2 = isApproved ? { reviewed: "approved" } : reviewed;
  const words2 = `${sentence(environment, verdict2)}
`;
  if (verdict2.reviewed === "same") {
    await ports.writeText(inputs.bodyFile, plan.full());
    ports.summarize(words2);
  } else await writeAll(inputs, plan, ports, `${words2}
`);
  ports.setOutputs({
    fingerprint: plan.fingerprint,
    reviewed: verdict2.reviewed,
    "body-file": inputs.bodyFile,
    ...plan.counts,
    posted: "skipped"
  });
  ports.say(`Plan of ${environment} against the reviewed one: ${verdict2.reviewed}.`);
  requireReviewed(inputs, verdict2, plan);
}
function requireReviewed({ environment, failOn, approvedPlan: approvedPlan2 }, verdict2, plan) {
  if (failOn !== "changed" || plan.changesNothing) return;
  if (verdict2.reviewed === "same" || verdict2.reviewed === "approved") return;
  const other = approvedPlan2 === void 0 ? "" : ` Nor is it the approved one, ${approvedPlan2.slice(0, 12)}\u2026.`;
  throw new UserError(
    `fail-on: changed: the plan of ${environment} is not known to be the reviewed one (${verdict2.reviewed}), and nothing was applied.${other} Read it in the job summary. If it is what you want, run this again with approved-plan ${plan.fingerprint}. If not, correct it in a pull request.`
  );
}
async function findReviewed(inputs, { pullRequests }) {
  const { token, commit, pullRequest: pullRequest2, environment } = inputs;
  if (token === void 0) return { why: "there is no github-token to read its pull request with" };
  if (pullRequest2 !== void 0) pullRequests.prepare(pullRequest2.number);
  const pull = pullRequest2 ? await pullRequests.find(pullRequest2.number) : commit === void 0 ? void 0 : await pullRequests.ofCommit(commit);
  if (pull === void 0) return { why: "no pull request brought this commit" };
  const marker = markerOf(environment);
  const comments = await pullRequests.comments(pull.number);
  const comment2 = comments.find(({ body }) => showsPlan(body, marker));
  if (comment2 === void 0) return { why: `pull request #${pull.number} has no plan of it` };
  if (comment2.commit !== pull.head) {
    return { why: `the plan in pull request #${pull.number} is not of its last commit` };
  }
  const fingerprint = fingerprintIn(comment2.body);
  if (fingerprint === void 0) {
    return { why: `the plan in pull request #${pull.number} failed or has no fingerprint` };
  }
  return { pull, comment: comment2, fingerprint };
}
function verdictOf(reviewed, fingerprint) {
  if ("why" in reviewed) return { reviewed: "unknown", why: reviewed.why };
  const { pull, comment: comment2 } = reviewed;
  return { reviewed: reviewed.fingerprint === fingerprint ? "same" : "different", pull, comment: comment2 };
}
function sentence(environment, verdict2) {
  const name4 = code2(fromSource(environment));
  if (verdict2.reviewed === "unknown")
    return md`⚠️ ${name4}: it isn’t known whether this plan was reviewed: ${text4(fromSource(verdict2.why))}.`;
  if (verdict2.reviewed === "approved")
    return md`✅ ${name4}: this plan is not a reviewed one, and was approved by its fingerprint.`;
  const reviewed = link(md`the plan in #${verdict2.pull.number}`, verdict2.comment.url);
  if (verdict2.reviewed === "same") return md`✅ ${name4}: this plan is the reviewed one, ${reviewed}.`;
  return md`⚠️ ${name4}: **this plan is not the reviewed one**, ${reviewed}. State, world or code changed since. This is the plan now:`;
}

// src/modes/roll-up.ts
async function rollUp(inputs, ports) {
  const { environments, token, pullRequest: pullRequest2, commit } = inputs;
  const skip = (why) => {
    ports.say(`No roll-up: ${why}.`);
    ports.setOutputs({ posted: "skipped" });
  };
  for (const environment of environments) markerOf(environment);
  if (token === void 0) return skip("there is no github-token");
  if (pullRequest2 === void 0) return skip("this event belongs to no pull request");
  const { number: number2 } = pullRequest2;
  const state = await ports.pullRequests.find(number2);
  if (pullRequest2.isClosed || state?.isOpen === false) return skip(`pull request ${number2} is closed`);
  if (pullRequest2.isOfEvent && state !== void 0 && state.head !== commit) {
    ports.setOutputs({ posted: "superseded" });
    return;
  }
  const comments = await ports.pullRequests.comments(number2);
  for (const comment2 of comments) await retire(comment2, inputs, ports);
  const old = comments.find(({ body: body2 }) => body2.startsWith(`${ROLL_UP_MARKER}
`));
  const rows = environments.map((environment) => ({
    environment,
    comment: comments.find(({ body: body2 }) => environmentIn(body2) === environment)
  }));
  if (rows.length < 2 && old === void 0) return skip("there are less than two environments");
  if (rows.length === 0 && old !== void 0) {
    await ports.pullRequests.delete(old);
    return skip("there is no environment any more");
  }
  const body = rollUpBody(rows, commit);
  const posted = await ports.pullRequests.post({ marker: ROLL_UP_MARKER, body, pullRequest: number2 });
  ports.setOutputs({ posted: posted.posted, "comment-id": posted.id, "comment-url": posted.url });
}
async function retire(comment2, inputs, ports) {
  const environment = environmentIn(comment2.body);
  if (environment === void 0 || inputs.environments.includes(environment)) return;
  const { pullRequests } = ports;
  if (inputs.outdated === "delete") {
    await pullRequests.delete(comment2);
    return;
  }
  if (isOutdated(comment2.body)) return;
  await pullRequests.rewrite(comment2, outdatedBody(environment, comment2.body, inputs.commit));
  if (inputs.outdated === "minimize") await pullRequests.hide(comment2);
}

// src/main.ts
async function main(ports) {
  const inputs = ports.inputs();
  if (inputs.mode === "roll-up") await rollUp(inputs, ports);
  else if (inputs.mode === "compare") await compareWithReviewed(inputs, ports);
  else await commentOnPlan(inputs, ports);
}

// src/index.ts
await runAction(() => main(runnerPorts()));
