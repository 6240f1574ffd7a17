/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.registry.state.Command;
import io.sluice.registry.state.Deleted;
import io.sluice.registry.state.Deletions;
import io.sluice.registry.state.Registration;
import io.sluice.registry.state.RegistryException;
import io.sluice.registry.state.SchemaVersion;
import io.sluice.registry.state.SubjectVersion;
import io.sluice.registry.store.RegistryStore;
import java.util.List;

/** {@code /subjects} and what is below it. */
final class SubjectHandlers {

    private static final String PERMANENT = "permanent";

    private final RegistryStore store;

    SubjectHandlers(RegistryStore store) {
        this.store = store;
    }

    Response list(Request request) {
        String prefix = request.parameter("subjectPrefix", "");
        return Response.list(store.read(state -> state.subjects().names(request.deleted())).stream()
                .filter(subject -> subject.startsWith(prefix))
                .toList());
    }

    Response versions(Request request) {
        String subject = request.subject();
        return Response.list(store.read(state -> {
            List<SchemaVersion> versions = state.subjects().versions(subject, request.deleted());
            if (versions.isEmpty()) {
                throw RegistryException.subjectNotFound(subject);
            }
            return versions.stream().map(SchemaVersion::version).toList();
        }));
    }

    Response register(Request request) {
        Registration registration = SchemaBodies.registration(request);
        SchemaVersion version = store.execute(registration.register());
        return Response.json(
                JsonNodeFactory.instance.objectNode().put("id", version.id()).put("version", version.version()));
    }

    Response lookUp(Request request) {
        Registration registration = SchemaBodies.registration(request);
        return Response.json(SchemaBodies.ofVersion(store.read(state -> registration.find(state, request.deleted()))));
    }

    Response delete(Request request) {
        String subject = request.subject();
        Command<List<Integer>> deletion =
                request.flag(PERMANENT) ? Deletions.subjectPermanently(subject) : Deletions.subjectSoftly(subject);
        return Response.list(store.execute(deletion));
    }

    Response version(Request request) {
        return Response.json(
                SchemaBodies.ofVersion(store.read(state -> SchemaBodies.version(state, request, request.deleted()))));
    }

    Response versionText(Request request) {
        return Response.raw(store.read(state -> SchemaBodies.version(state, request, request.deleted()))
                .content()
                .text());
    }

    Response referencedBy(Request request) {
        return Response.list(store.read(state -> {
            SchemaVersion version = SchemaBodies.version(state, request, Deleted.WITH);
            return state.subjects()
                    .referencedBy(new SubjectVersion(version.subject(), version.version()), request.deleted());
        }));
    }

    Response deleteVersion(Request request) {
        String subject = request.subject();
        boolean permanent = request.flag(PERMANENT);
        int deleted = store.execute(state -> {
            int version = SchemaBodies.version(state, request, latestAmong(request, permanent))
                    .version();
            Command<Integer> deletion =
                    permanent ? Deletions.permanently(subject, version) : Deletions.softly(subject, version);
            return deletion.decide(state);
        });
        return Response.raw(String.valueOf(deleted));
    }

    /** A version by number is found even if it was deleted, for then there is something to say about it. */
    private static Deleted latestAmong(Request request, boolean permanent) {
        return SchemaBodies.namesLatest(request) && !permanent ? Deleted.WITHOUT : Deleted.WITH;
    }
}
