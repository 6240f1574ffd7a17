/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Core. The settings of a broker as immutable, validated records, by Kafka's names; each key is declared once, with
 * type, default, rule and description, and the reference in docs is rendered from that.
 */
@NullMarked
package io.sluice.broker.config;

import org.jspecify.annotations.NullMarked;
