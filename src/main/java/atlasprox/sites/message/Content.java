package atlasprox.sites.message;

import atlasprox.BadDataException;
import atlasprox.Reason;
import atlasprox.aligned.model.CentredMixture;
import atlasprox.aligned.model.FilmMixture;
import atlasprox.rounds.Correction;
import atlasprox.scbatchprox.FilmTable;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.deser.ValueInstantiators;
import com.fasterxml.jackson.databind.deser.std.StdDelegatingDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdDelegatingSerializer;
import com.fasterxml.jackson.databind.util.StdConverter;
import java.io.IOException;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.objenesis.ObjenesisStd;

/**
 * What messages hold, to and from one line of JSON: every object by its fields, numbers by as many digits as tell them from all others, so that
 * what is read has the bits of what was written. Fields, by their names and types, are the schema; a message that lacks one, or has
 * another, is refused.
 */
public final class Content {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .visibility(PropertyAccessor.ALL, Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, Visibility.ANY)
            .visibility(PropertyAccessor.CREATOR, Visibility.ANY)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .addMixIn(Correction.class, Typed.class)
            .addModule(module())
            .build();

    private Content() {}

    /** Corrections say of which kind they are. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
    @JsonSubTypes({
        @JsonSubTypes.Type(value = CentredMixture.class, name = "mixture"),
        @JsonSubTypes.Type(value = FilmTable.class, name = "adapters")
    })
    private interface Typed {}

    private static SimpleModule module() {
        SimpleModule module = new SimpleModule() {
            private static final long serialVersionUID = 1L;

            @Override
            public void setupModule(SetupContext context) {
                super.setupModule(context);
                context.addValueInstantiators(new WithoutConstructor());
            }
        };
        module.addSerializer(new StdDelegatingSerializer(FilmMixture.class, new ToMixture()));
        module.addDeserializer(FilmMixture.class, new StdDelegatingDeserializer<>(new FromMixture()));
        return module;
    }

    /**
     * @param value a record or an object of this program's
     * @return its line
     */
    public static byte[] line(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no message can be made of a " + value.getClass(), e);
        }
    }

    /**
     * @param message a message
     * @param type what its content is to be
     * @param <T> what its content is to be
     * @return its content
     * @throws BadDataException if it is something else
     */
    public static <T> T value(Message message, Class<T> type) {
        return type.cast(read(message, MAPPER.constructType(type)));
    }

    /**
     * @param message a message
     * @param update what each client's update is to be
     * @param <U> what each client's update is to be
     * @return by the client's number, the updates
     * @throws BadDataException if its content is something else
     */
    @SuppressWarnings("unchecked") // Jackson has made it of that type.
    public static <U> SortedMap<Integer, U> updates(Message message, Class<U> update) {
        return (SortedMap<Integer, U>)
                read(message, MAPPER.getTypeFactory().constructMapType(TreeMap.class, Integer.class, update));
    }

    /** What lacks a field, or has one twice, is not written again as it was. */
    private static Object read(Message message, JavaType type) {
        Object value;
        try {
            value = MAPPER.readValue(message.content(), type);
        } catch (IOException | IllegalArgumentException e) {
            throw refused(message, Reason.of(e));
        }
        if (value == null || !Arrays.equals(line(value), message.content())) {
            throw refused(message, "it is not as this program writes it, or lacks a part");
        }
        return value;
    }

    private static BadDataException refused(Message message, String why) {
        Header header = message.header();
        return new BadDataException("message " + header.number() + " (" + header.exchange() + ") of '"
                + header.sender() + "' is not what it should be: " + why
                + "; run the same version of this program on all sides");
    }

    /** Makes objects whose fields are all set from the message. */
    private static final class WithoutConstructor extends ValueInstantiators.Base {

        @Override
        public ValueInstantiator findValueInstantiator(
                DeserializationConfig config, BeanDescription bean, ValueInstantiator usual) {
            Class<?> type = bean.getBeanClass();
            boolean ours = type.getName().startsWith("atlasprox.") && !type.isRecord() && !type.isEnum();
            return ours ? new Bare(type) : usual;
        }
    }

    /** An object as it is before its constructor. */
    private static final class Bare extends ValueInstantiator.Base {
        private static final long serialVersionUID = 1L;
        private static final ObjenesisStd MAKER = new ObjenesisStd(true);

        Bare(Class<?> type) {
            super(type);
        }

        @Override
        public boolean canCreateUsingDefault() {
            return true;
        }

        @Override
        public Object createUsingDefault(DeserializationContext context) {
            return MAKER.newInstance(getValueClass());
        }
    }

    private static final class ToMixture extends StdConverter<FilmMixture, SentMixture> {
        @Override
        public SentMixture convert(FilmMixture mixture) {
            return SentMixture.of(mixture);
        }
    }

    private static final class FromMixture extends StdConverter<SentMixture, FilmMixture> {
        @Override
        public FilmMixture convert(SentMixture sent) {
            return sent.mixture();
        }
    }
}
