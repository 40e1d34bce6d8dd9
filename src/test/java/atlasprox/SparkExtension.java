package atlasprox;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.cli.session.Sessions;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.CacheManager;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One Spark session for all tests of the JVM, handed to every test that asks for one; it ends with the run. It is the one that the program
 * makes for its commands, and no setting beside but the folder of Spark's own tables (pom.xml): what works here works for a user. A test, or what
 * it tries, that leaves a table in Spark's cache fails: the session's next user would pay for it.
 */
public final class SparkExtension implements BeforeAllCallback, AfterEachCallback, ParameterResolver {

    @Override
    public void beforeAll(ExtensionContext context) {
        session(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        CacheManager tables = session(context).sharedState().cacheManager();
        boolean left = !tables.isEmpty();
        tables.clearCache();
        assertThat(left).as("a table is left in Spark's cache").isFalse();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SparkSession.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return session(context);
    }

    private static SparkSession session(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(Shared.class, unused -> new Shared(), Shared.class)
                .session;
    }

    /** The session for tests of other engines than Jupiter: the one that is there, or the same anew. */
    public static SparkSession open() {
        return Sessions.open("tests").session();
    }

    private static final class Shared implements AutoCloseable {
        private final Sessions sessions = Sessions.open("tests");
        private final SparkSession session = sessions.session();

        @Override
        public void close() {
            sessions.close();
        }
    }
}
