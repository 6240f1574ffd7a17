/* SPDX-License-Identifier: Apache-2.0 */
/** Shell, for tests: a worker of Kafka Connect in small, and what is needed to look at the table it fills. */
@NullMarked
package io.sluice.connector.testing;

import org.jspecify.annotations.NullMarked;
