/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.group;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.utils.Utils;

/** What a client may do with a group, as the bit field that describe requests ask for. */
final class GroupOperations {

    /** Everything: there are no ACLs yet. */
    static final int ALL = Utils.to32BitField(Stream.of(
                    AclOperation.READ,
                    AclOperation.DELETE,
                    AclOperation.DESCRIBE,
                    AclOperation.DESCRIBE_CONFIGS,
                    AclOperation.ALTER_CONFIGS)
            .map(AclOperation::code)
            .collect(Collectors.<Byte, Set<Byte>>toCollection(HashSet::new)));

    private GroupOperations() {}
}
