using System.Linq.Expressions;
using System.Reflection;

namespace Akka.Actor;

/// <summary>Evaluates the arguments of a <c>new T(...)</c> expression and compiles only what cannot be read off.</summary>
internal static class ConstructorArguments
{
    internal static object? Evaluate(Expression argument) => argument switch
    {
        ConstantExpression constant => constant.Value,
        MemberExpression { Member: FieldInfo field } member => field.GetValue(Owner(member)),
        MemberExpression { Member: PropertyInfo property } member => property.GetValue(Owner(member)),
        UnaryExpression { NodeType: ExpressionType.Convert, Method: null } convert
            when convert.Type.IsAssignableFrom(convert.Operand.Type) => Evaluate(convert.Operand),
        _ => Expression.Lambda<Func<object?>>(Expression.Convert(argument, typeof(object))).Compile()(),
    };

    private static object? Owner(MemberExpression member) => member.Expression == null ? null : Evaluate(member.Expression);
}
