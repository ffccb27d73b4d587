// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the scripts of this folder share: one line per point ("ok …" or "not ok …: why"), the number of points last, exit
// status 1 when one failed. The ready line of `cocoonctl sandbox` is in the variable COCOON_READY.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

export { assert };
export const ready = JSON.parse(process.env.COCOON_READY);
export const apiKey = readFileSync(ready.apiKeyFile, 'utf8').trim();

let passed = 0;
let failed = 0;

/** Runs one point; a point that throws is said and does not stop the others. */
export async function point(name, body) {
    try {
        await within(60_000, name, body());
        passed += 1;
        console.log(`ok ${name}`);
    } catch (error) {
        failed += 1;
        console.log(`not ok ${name}: ${String(error?.message ?? error).slice(0, 600)}`);
    }
}

export function done() {
    console.log(`${passed} points passed, ${failed} failed`);
    process.exit(failed === 0 ? 0 : 1);
}

/** The error of a promise that must fail. */
export async function refusal(promise) {
    try {
        await promise;
    } catch (error) {
        return error;
    }
    throw new Error('this should have been refused');
}

export function within(milliseconds, what, promise) {
    let timer;
    const limit = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`${what}: nothing came within ${milliseconds} ms`)), milliseconds);
    });
    return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}

/** Waits until `condition` holds, asking again when `changed` tells so or after a short while. */
export async function until(what, condition) {
    await within(30_000, what, (async () => {
        while (!(await condition())) {
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
    })());
}
