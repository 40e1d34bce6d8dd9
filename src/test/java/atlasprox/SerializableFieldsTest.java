package atlasprox;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A class that says that it can be serialised can be: so can all that it holds. */
class SerializableFieldsTest {
    /** Written by those that need them; theirs are serialisable. */
    private static final List<Class<?>> CONTAINERS = List.of(Collection.class, Map.class);

    @Test
    void whatSerialisableClassesHoldIsSerialisable() {
        List<Class<?>> classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("atlasprox").stream()
                        .filter(type -> type.isAssignableTo(Serializable.class) && !type.isInterface())
                        .<Class<?>>map(JavaClass::reflect)
                        .filter(type -> !type.isEnum())
                        .toList();
        assertThat(classes).hasSizeGreaterThan(30);
        assertThat(classes.stream()
                        .flatMap(SerializableFieldsTest::kept)
                        .filter(field -> !travels(field.getGenericType())))
                .isEmpty();
    }

    private static Stream<Field> kept(Class<?> type) {
        return Arrays.stream(type.getDeclaredFields())
                .filter(field ->
                        !Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers()));
    }

    private static boolean travels(Type type) {
        if (type instanceof GenericArrayType array) {
            return travels(array.getGenericComponentType());
        }
        if (type instanceof ParameterizedType generic) {
            return isContainer((Class<?>) generic.getRawType())
                    ? Arrays.stream(generic.getActualTypeArguments()).allMatch(SerializableFieldsTest::travels)
                    : travels(generic.getRawType());
        }
        if (type instanceof TypeVariable<?> variable) {
            return Arrays.stream(variable.getBounds()).anyMatch(SerializableFieldsTest::travels);
        }
        return type instanceof Class<?> plain && travels(plain);
    }

    private static boolean travels(Class<?> type) {
        return type.isPrimitive()
                || (type.isArray() && travels(type.getComponentType()))
                || Serializable.class.isAssignableFrom(type);
    }

    private static boolean isContainer(Class<?> type) {
        return CONTAINERS.stream().anyMatch(container -> container.isAssignableFrom(type));
    }
}
