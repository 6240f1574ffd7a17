/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Core. The APIs of consumer groups, one handler each: authorise → validate → ask the group coordinator → map the
 * answer to the client's version. The coordinator knows topics by name: ids are turned into names here, and back.
 */
@NullMarked
package io.sluice.broker.api.group;

import org.jspecify.annotations.NullMarked;
