/* SPDX-License-Identifier: Apache-2.0 */
/** Shell. The parts that a command starts in this process: HDFS, Kafka Connect. */
@NullMarked
package io.sluice.cli.service;

import org.jspecify.annotations.NullMarked;
