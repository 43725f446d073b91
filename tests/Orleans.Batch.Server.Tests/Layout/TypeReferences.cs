using System.Reflection;
using System.Reflection.Emit;

namespace Orleans.Batch.Server.Tests.Layout;

/// <summary>Finds the types that a type's members and the bodies of its methods refer to.</summary>
internal static class TypeReferences
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OperandType> Operands = typeof(OpCodes).GetFields()
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(o => o.Value, o => o.OperandType);

    public static IEnumerable<Type> In(Type type)
    {
        var bodies = type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared));
        return new[] { type.BaseType }
            .Concat(type.GetInterfaces())
            .Concat(type.GetFields(Declared).Select(f => f.FieldType))
            .Concat(bodies.SelectMany(InMethod))
            .SelectMany(Parts);
    }

    private static IEnumerable<Type?> InMethod(MethodBase method)
    {
        var signature = InSignature(method);
        return method.GetMethodBody() is { } body
            ? signature.Concat(body.LocalVariables.Select(l => l.LocalType)).Concat(InCode(method, body.GetILAsByteArray()!))
            : signature;
    }

    private static IEnumerable<Type?> InSignature(MethodBase method) =>
        method.GetParameters().Select(p => p.ParameterType).Append((method as MethodInfo)?.ReturnType);

    private static IEnumerable<Type?> InCode(MethodBase method, byte[] code)
    {
        var typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var i = 0; i < code.Length;)
        {
            var value = code[i++] is var first && first == 0xFE ? (short)((first << 8) | code[i++]) : first;
            var operand = Operands[value];
            if (operand is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                var member = method.Module.ResolveMember(BitConverter.ToInt32(code, i), typeArguments, methodArguments);
                foreach (var type in InMember(member!))
                {
                    yield return type;
                }
            }

            i += SizeOf(operand, code, i);
        }
    }

    private static IEnumerable<Type?> InMember(MemberInfo member) => member switch
    {
        Type type => [type],
        FieldInfo field => [field.DeclaringType, field.FieldType],
        MethodBase method => InSignature(method)
            .Append(method.DeclaringType)
            .Concat(method.IsGenericMethod ? method.GetGenericArguments() : []),
        _ => [],
    };

    private static int SizeOf(OperandType operand, byte[] code, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };

    private static IEnumerable<Type> Parts(Type? type) => type switch
    {
        null => [],
        { HasElementType: true } => Parts(type.GetElementType()),
        { IsGenericType: true, IsGenericTypeDefinition: false } => type.GetGenericArguments().SelectMany(Parts).Prepend(type.GetGenericTypeDefinition()),
        _ => [type],
    };
}
