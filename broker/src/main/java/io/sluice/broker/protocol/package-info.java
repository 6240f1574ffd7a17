/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Shell. Bytes to requests and responses to bytes: the one place that knows kafka-clients' codec ({@code
 * AbstractRequest}, {@code RequestHeader}, {@code Writable}). The rest of the broker sees generated {@code …Data}
 * classes.
 */
@NullMarked
package io.sluice.broker.protocol;

import org.jspecify.annotations.NullMarked;
