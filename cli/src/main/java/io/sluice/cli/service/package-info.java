/* SPDX-License-Identifier: Apache-2.0 */
/** Shell. What a command starts in this process (broker, HDFS, Kafka Connect), and what it reaches: file systems, a producer. */
@NullMarked
package io.sluice.cli.service;

import org.jspecify.annotations.NullMarked;
