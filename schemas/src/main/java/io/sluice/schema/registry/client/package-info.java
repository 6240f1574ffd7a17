/* SPDX-License-Identifier: Apache-2.0 */
/** Shell. Asks any registry that speaks Confluent's HTTP API, through the JDK's own HTTP client. */
@NullMarked
package io.sluice.schema.registry.client;

import org.jspecify.annotations.NullMarked;
