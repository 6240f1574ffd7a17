/* SPDX-License-Identifier: Apache-2.0 */
/** Shell. Kafka's metrics as Prometheus reads them; for any worker, and of use without the connector. */
@NullMarked
package io.sluice.connector.metrics;

import org.jspecify.annotations.NullMarked;
