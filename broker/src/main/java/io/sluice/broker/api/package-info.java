/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Core of the request path: one small handler per Kafka API, each authorise → validate → call one service → map the
 * answer, and the registry that says which APIs and versions are served.
 */
@NullMarked
package io.sluice.broker.api;

import org.jspecify.annotations.NullMarked;
