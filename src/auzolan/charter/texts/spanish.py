"""The text of each article in Spanish; it names no number, since a vote can change the number."""

from __future__ import annotations

from types import MappingProxyType

SPANISH = MappingProxyType(
    {
        "membership": (
            "Puede ser socia quien aporte datos o trabajo. Cada socia paga al entrar la "
            "aportación que aquí se indica. Es su capital y sigue siendo suyo cuando se va. Cada "
            "socia tiene un voto. Las colaboradoras y las inactivas también son socias; el "
            "artículo sobre las asambleas limita sus votos. Cada socia puede leer el registro de lo "
            "que se ha hecho. Todo el mundo puede leerlo también si las socias lo han abierto; "
            "hasta entonces ve solo el punto de control firmado."
        ),
        "consent": (
            "Las filas de una socia se usan solo en las operaciones que aquí se indican, solo para "
            "los fines que ella ha permitido, y solo mientras los permita. Asociarse no es "
            "permitir. Puede retirarse en cualquier momento, sin dar razones, y no pierde nada de "
            "lo que ha ganado. Entonces todo uso nuevo cesa al instante. Los modelos se vuelven a "
            "entrenar, las filas se borran y se avisa a las licenciatarias en los plazos que aquí "
            "se indican; un modelo que se retrasa no sirve a nadie. Lo que un grupo tiene en común "
            "necesita el voto del grupo, y nadie de él está obligada a participar. Quienes "
            "confían en la cooperativa pueden parar juntas un uso por votación, sin retirar lo "
            "que permiten. Una votación puede añadir fines y clases de filas; no quita ni "
            "mueve ninguno, porque lo que las socias han permitido depende de su orden."
        ),
        "labour": (
            "El trabajo se paga, por hora, al menos al mínimo que aquí se indica. El índice del "
            "puesto más alto puede superar al más bajo solo hasta la proporción que aquí se "
            "indica."
        ),
        "surplus": (
            "Lo que deja un periodo, después de los intereses del capital, las pérdidas "
            "anteriores y los impuestos, va a las líneas que aquí se indican, una tras otra. El "
            "resto es la parte de las socias. Se reparte según los criterios que aquí se indican; "
            "la parte en dinero se paga, y lo demás pasa al capital de cada socia. Las pérdidas "
            "se soportan en el orden que aquí se indica. Repartir y dar licencias requiere una "
            "decisión de las socias."
        ),
        "payouts": (
            "Lo que se debe a las socias se paga en las cuentas bancarias que ellas han indicado. "
            "Quien prepara un pago no lo aprueba; lo aprueban tantas otras personas como aquí se "
            "indica. Una cuenta nueva espera las horas que aquí se indican. Lo que no llega a la "
            "cantidad mínima se sigue debiendo."
        ),
        "royalties": (
            "De lo que ha pagado quien tiene una licencia, las socias pueden ganar, por cada uso "
            "de sus datos, la parte que aquí se indica. Se cuenta en millonésimas y se paga en "
            "céntimos enteros; el resto se guarda para ellas."
        ),
        "decisions": (
            "Las socias deciden votando, un voto cada una, y ningún recuento muestra qué votó "
            "nadie. Una medida se aprueba cuando los síes alcanzan la mayoría que aquí se indica; "
            "los votos en blanco y las abstenciones no cuentan. Los estatutos piden más que las "
            "políticas, y los artículos protegidos todavía más, con una participación mínima y "
            "dos lecturas. Fusionar, dividir, transformar o disolver la cooperativa pide la "
            "mayoría para la estructura. Quien cambia una mayoría necesita la más difícil de las "
            "dos, la antigua o la nueva. Una votación es válida cuando participa el quórum de su "
            "convocatoria. Después la decisión reposa, y un número suficiente de socias puede "
            "pedir una votación que la confirme. La decisión que no se ejecuta a tiempo caduca. "
            "Cualquier socia puede impugnarla, y un número suficiente puede pedir que espere "
            "hasta que se resuelva la impugnación."
        ),
        "meetings": (
            "La asamblea se convoca por escrito, con su orden del día, dentro de los días previos "
            "que aquí se indican, en primera y en segunda convocatoria. Puede votar quien es "
            "socia el día del anuncio. Un número suficiente de socias puede hacer que se convoque "
            "una asamblea o añadir un punto a su orden del día. Lo que no está en el orden del "
            "día no se decide, salvo que la ley lo permita. Una socia puede votar por otras, por "
            "escrito y para una sola asamblea, hasta el número que aquí se indica; quien asiste "
            "vota por sí misma. Quien tiene un interés propio en una medida lo dice y no vota "
            "sobre ella. Los votos de las colaboradoras juntas, y los de las inactivas juntas, no "
            "pasan de las partes que aquí se indican. Todas las votaciones son secretas."
        ),
        "organs": (
            "La asamblea de todas las socias es el órgano supremo; por encima del tamaño que aquí "
            "se indica pueden formarla sus delegadas. El consejo rector actúa entre asambleas, "
            "dentro de lo que las socias han decidido. La comisión de vigilancia vela por las "
            "cuentas y las votaciones. El comité de recursos resuelve las impugnaciones. El "
            "consejo social habla por quienes trabajan. Nadie está a la vez en el consejo rector "
            "y en un órgano que lo vigila. Los puestos se cubren votando, por los plazos que aquí "
            "se indican, y las socias pueden destituir en cualquier momento a quien ocupa uno. En "
            "una emergencia, dos órganos juntos pueden detener lo que podría hacer daño, durante "
            "los días que aquí se indican; después las socias mantienen la pausa, o termina."
        ),
        "worth": (
            "El valor de los datos es la suma, sobre las filas de una socia, de lo que cada una "
            "añade a las respuestas de un modelo. Lo que es una sola cosa cuenta una vez. Una "
            "obra es de quien la registró primero, de sus coautoras según sus partes, o de quien "
            "la obtuvo al resolverse una disputa. Lo que observaron dos personas sigue siendo dos "
            "observaciones. De una socia no entran en una respuesta más filas que el tope que "
            "aquí se indica; sin tope entran todas. Las filas son cercanas hasta la distancia que "
            "aquí se indica, y no más. Cuando las socias han votado una receta, solo sus "
            "valoraciones reparten un excedente."
        ),
    }
)
