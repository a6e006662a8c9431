import { createRequire } from "node:module";
import type TypeScript from "../../node_modules/ts-json-schema-generator/node_modules/typescript/lib/typescript.js";

// The compiler that the project builds with has no syntax tree for programs any more; the one that makes the schemas does.
const require = createRequire(createRequire(import.meta.url).resolve("ts-json-schema-generator"));
const ts = require("typescript") as typeof TypeScript;

/** One small change of a source file. */
export interface Mutant {
  file: string;
  line: number;
  /** The characters that are replaced. */
  from: number;
  to: number;
  by: string;
  /** As people read it: what stood there, and what stands there now. */
  change: string;
  /** The whole line, without the blanks around it. */
  context: string;
}

type Edit = [from: number, to: number, by: string];
type Make = (node: TypeScript.Node, text: string, file: TypeScript.SourceFile) => Edit[];

const operators = new Map(
  Object.entries({
    "===": "!==",
    "!==": "===",
    "<": "<=",
    "<=": "<",
    ">": ">=",
    ">=": ">",
    "&&": "||",
    "||": "&&",
    "-": "+",
    "*": "/",
    "/": "*",
    "+=": "-=",
    "-=": "+=",
  }),
);

const methods = new Map(
  Object.entries({
    some: "every",
    every: "some",
    min: "max",
    max: "min",
    startsWith: "endsWith",
    endsWith: "startsWith",
    find: "findLast",
    findLast: "find",
    findIndex: "findLastIndex",
    indexOf: "lastIndexOf",
  }),
);

/** Methods whose result is of the kind that they are called on: without them it still is. */
const droppable = new Set(["filter", "slice", "toSorted", "toReversed", "trim", "reverse"]);

const makers: readonly Make[] = [
  function operator(node) {
    if (!ts.isBinaryExpression(node)) return [];
    const { operatorToken: token } = node;
    const by = operators.get(token.getText());
    return by === undefined ? [] : [[token.getStart(), token.end, by]];
  },
  function bound(node) {
    if (!ts.isBinaryExpression(node) || node.operatorToken.getText() !== "+") return [];
    if (!ts.isNumericLiteral(node.left) && !ts.isNumericLiteral(node.right)) return [];
    return [[node.operatorToken.getStart(), node.operatorToken.end, "-"]];
  },
  function condition(node) {
    if (!ts.isIfStatement(node) && !ts.isConditionalExpression(node)) return [];
    const test = ts.isIfStatement(node) ? node.expression : node.condition;
    // Flipped comparisons are made by their operator.
    if (ts.isBinaryExpression(test) && operators.has(test.operatorToken.getText())) return [];
    return [[test.getStart(), test.end, `!(${test.getText()})`]];
  },
  function negation(node) {
    const isNot = ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken;
    if (!isNot || ts.isIfStatement(node.parent)) return [];
    return [[node.getStart(), node.end, node.operand.getText()]];
  },
  function method(node) {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
    const { name, expression } = node.expression;
    const by = methods.get(name.text);
    const edits: Edit[] = by === undefined ? [] : [[name.getStart(), name.end, by]];
    if (droppable.has(name.text)) edits.push([expression.end, node.end, ""]);
    return edits;
  },
  function literal(node) {
    if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) {
      if (ts.isLiteralTypeNode(node.parent)) return [];
      return [[node.getStart(), node.end, node.kind === ts.SyntaxKind.TrueKeyword ? "false" : "true"]];
    }
    if (!ts.isNumericLiteral(node) || ts.isLiteralTypeNode(node.parent)) return [];
    return [[node.getStart(), node.end, String(Number(node.text.replaceAll("_", "")) + 1)]];
  },
  function returned(node) {
    if (!ts.isReturnStatement(node) || node.expression === undefined) return [];
    const { expression: value } = node;
    if (ts.isStringLiteral(value) && value.text !== "") return [[value.getStart(), value.end, '""']];
    return ts.isArrayLiteralExpression(value) && value.elements.length > 0 ? [[value.getStart(), value.end, "[]"]] : [];
  },
  function statement(node) {
    const isEarly = ts.isContinueStatement(node) || (ts.isReturnStatement(node) && node.expression === undefined);
    if (!isEarly && !ts.isExpressionStatement(node)) return [];
    return [[node.getStart(), node.end, ";"]];
  },
  function swapped(node) {
    if (!ts.isCallExpression(node) || node.arguments.length < 2) return [];
    const [one, other] = node.arguments;
    if (one === undefined || other === undefined || !ts.isIdentifier(one) || !ts.isIdentifier(other)) return [];
    return [[one.getStart(), other.end, `${other.text}, ${one.text}`]];
  },
];

/** All mutants of a source file, in the order in which they stand there. */
export function mutantsOf(file: string, text: string): Mutant[] {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
  const lines = text.split("\n");
  const mutants: Mutant[] = [];
  const visit = (node: TypeScript.Node): void => {
    // Types are gone when the program runs, and messages are for people.
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isThrowStatement(node)) return;
    for (const make of makers) {
      for (const [from, to, by] of make(node, text, tree)) {
        const line = tree.getLineAndCharacterOfPosition(from).line;
        const short = (part: string) => part.replace(/\s+/g, " ").slice(0, 60);
        const change = `${short(text.slice(from, to))} → ${by === "" || by === ";" ? "(nothing)" : short(by)}`;
        mutants.push({ file, line: line + 1, from, to, by, change, context: lines[line]?.trim() ?? "" });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return mutants.sort((one, other) => one.from - other.from || one.to - other.to);
}
