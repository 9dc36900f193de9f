package io.processdistro.common.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.Optional;

/**
 * Fields that a peer of an earlier minor version does not send: those of type {@link Optional}. If
 * missing they are empty; every other field is required.
 */
final class OptionalFields extends SimpleModule {
  private static final long serialVersionUID = 1;

  OptionalFields() {
    super("optional-fields");
    addSerializer(new Writer());
    addDeserializer(Optional.class, new Reader(null));
  }

  @Override
  public void setupModule(SetupContext context) {
    super.setupModule(context);
    context.appendAnnotationIntrospector(new RequiredUnlessOptional());
  }

  private static final class RequiredUnlessOptional extends NopAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasRequiredMarker(AnnotatedMember field) {
      return field.getRawType() != Optional.class;
    }
  }

  private static final class Writer extends StdSerializer<Optional<?>> {
    private static final long serialVersionUID = 1;

    Writer() {
      super(Optional.class, false);
    }

    @Override
    public void serialize(Optional<?> value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      if (value.isPresent()) provider.defaultSerializeValue(value.get(), out);
      else out.writeNull();
    }
  }

  @SuppressWarnings("rawtypes")
  private static final class Reader extends StdDeserializer<Optional>
      implements ContextualDeserializer {
    private static final long serialVersionUID = 1;

    /** Null before the type of the content is known. */
    private final transient JsonDeserializer<Object> content;

    Reader(JsonDeserializer<Object> content) {
      super(Optional.class);
      this.content = content;
    }

    @Override
    public JsonDeserializer<?> createContextual(
        DeserializationContext context, BeanProperty property) throws JsonMappingException {
      var type = context.getContextualType().containedTypeOrUnknown(0);
      return new Reader(context.findContextualValueDeserializer(type, property));
    }

    @Override
    public Optional<?> deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      return Optional.of(content.deserialize(in, context));
    }

    @Override
    public Optional<?> getNullValue(DeserializationContext context) {
      return Optional.empty();
    }
  }
}
