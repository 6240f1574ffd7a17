/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Core. Text that has no schema of its own: columns that a user declares with types, patterns that take a text apart
 * (regular expressions, and grok with a library of named ones), and CSV.
 */
@NullMarked
package io.sluice.connector.decode.text;

import org.jspecify.annotations.NullMarked;
