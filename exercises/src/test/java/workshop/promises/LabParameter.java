package workshop.promises;

import io.github.memoworkshop.memotest.lab.Lab;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test the labs that it takes as parameters, and closes them after it. */
final class LabParameter implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == Lab.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        Lab<?, ?> lab = ((Promise) test.getRequiredTestInstance()).newLab();
        test.getStore(Namespace.create(getClass())).put(parameter.getIndex(), lab); // JUnit closes what is stored
        return lab;
    }
}
