/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.state;

/** A version of a subject, by name. */
public record SubjectVersion(String subject, int version) implements Comparable<SubjectVersion> {

    @Override
    public int compareTo(SubjectVersion other) {
        int bySubject = subject.compareTo(other.subject);
        return bySubject != 0 ? bySubject : Integer.compare(version, other.version);
    }
}
