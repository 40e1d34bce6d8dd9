package atlasprox.cli.watch;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.DeserializationStream;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.SerializationStream;
import org.apache.spark.serializer.SerializerInstance;
import scala.collection.Iterator;
import scala.reflect.ClassTag;

/**
 * Spark's own serializer, which looks at all that comes to the driver and leaves it. Spark writes tasks' results and broadcasts, tasks among them,
 * as single objects. What executors send each other, or keep, it writes as keys and values, or all at once; cells may be among these.
 */
public final class WatchingSerializer extends JavaSerializer {
    private static final long serialVersionUID = 1L;

    /** Spark makes one by this. */
    public WatchingSerializer(SparkConf conf) {
        super(conf);
    }

    /** Where it travels with a shuffle, Java makes one by this. */
    public WatchingSerializer() {
        this(new SparkConf());
    }

    @Override
    public SerializerInstance newInstance() {
        return new Watching(super.newInstance());
    }

    private static final class Watching extends SerializerInstance {
        private final SerializerInstance plain;

        Watching(SerializerInstance plain) {
            this.plain = plain;
        }

        @Override
        public <T> ByteBuffer serialize(T object, ClassTag<T> tag) {
            ByteBuffer written = plain.serialize(object, tag);
            Watch.see(object, bytes(written));
            return written;
        }

        @Override
        public <T> T deserialize(ByteBuffer bytes, ClassTag<T> tag) {
            return plain.deserialize(bytes, tag);
        }

        @Override
        public <T> T deserialize(ByteBuffer bytes, ClassLoader loader, ClassTag<T> tag) {
            return plain.deserialize(bytes, loader, tag);
        }

        @Override
        public SerializationStream serializeStream(OutputStream out) {
            return new WatchingStream(plain, plain.serializeStream(out));
        }

        @Override
        public DeserializationStream deserializeStream(InputStream in) {
            return plain.deserializeStream(in);
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static final class WatchingStream extends SerializationStream {
        private final SerializerInstance apart;
        private final SerializationStream plain;

        WatchingStream(SerializerInstance apart, SerializationStream plain) {
            this.apart = apart;
            this.plain = plain;
        }

        @Override
        public <T> SerializationStream writeObject(T object, ClassTag<T> tag) {
            Watch.see(object, bytes(apart.serialize(object, tag)));
            plain.writeObject(object, tag);
            return this;
        }

        @Override
        public <T> SerializationStream writeKey(T key, ClassTag<T> tag) {
            plain.writeKey(key, tag);
            return this;
        }

        @Override
        public <T> SerializationStream writeValue(T value, ClassTag<T> tag) {
            plain.writeValue(value, tag);
            return this;
        }

        @Override
        public <T> SerializationStream writeAll(Iterator<T> all, ClassTag<T> tag) {
            plain.writeAll(all, tag);
            return this;
        }

        @Override
        public void flush() {
            plain.flush();
        }

        @Override
        public void close() {
            plain.close();
        }
    }
}
