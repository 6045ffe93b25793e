"""The text of each article in Basque; it names no number, since a vote can change the number."""

from __future__ import annotations

from types import MappingProxyType

BASQUE = MappingProxyType(
    {
        "membership": (
            "Datuak edo lana dakarrena izan daiteke bazkide. Bazkide bakoitzak hemen adierazten "
            "den ekarpena ordaintzen du sartzean. Bere kapitala da, eta berea izaten jarraitzen "
            "du alde egiten duenean. Bazkide bakoitzak boto bat du. Bazkide laguntzaileak eta "
            "jarduerarik gabeak ere bazkideak dira; batzarrei buruzko artikuluak mugatzen ditu "
            "haien botoak. Bazkide bakoitzak irakur dezake egindakoaren erregistroa. Mundu osoak "
            "ere irakur dezake bazkideek ireki badute; ordura arte sinatutako kontrol-puntua "
            "bakarrik ikusten du."
        ),
        "consent": (
            "Bazkide baten errenkadak hemen adierazten diren eragiketetan bakarrik erabiltzen "
            "dira, berak baimendu dituen helburuetarako, eta baimentzen dituen bitartean "
            "bakarrik. Bazkide egitea ez da baimentzea. Edozein unetan ken dezake baimena, "
            "arrazoirik eman gabe, eta ez du irabazitakotik ezer galtzen. Orduan erabilera berri "
            "oro berehala gelditzen da. Hemen adierazten diren epeetan ereduak berriz entrenatzen "
            "dira, errenkadak ezabatzen dira eta lizentziadunei jakinarazten zaie; berandutzen "
            "den ereduak ez dio inori zerbitzurik ematen. Talde batek elkarrekin duenak taldearen "
            "botoa behar du, eta taldekide bat ere ez dago parte hartzera behartuta. "
            "Kooperatibarengan konfiantza jartzen dutenek erabilera bat elkarrekin geldi dezakete "
            "bozketaz, baimendutakoa kendu gabe. Bozketa batek "
            "helburuak eta errenkada motak gehi ditzake; ez du bat ere kentzen edo lekuz "
            "aldatzen, bazkideek baimendutakoa haien ordenan oinarritzen baita."
        ),
        "labour": (
            "Lana, orduko, hemen adierazten den gutxienekoan edo gehiagoan ordaintzen da. "
            "Lanpostu-indizerik altuenak baxuena hemen adierazten den proportzioraino bakarrik "
            "gaindi dezake."
        ),
        "surplus": (
            "Aldi batek uzten duena, kapitalaren interesak, aurreko galerak eta zergak kendu "
            "ondoren, hemen adierazten diren lerroetara doa, bata bestearen atzetik. Gainerakoa "
            "bazkideen zatia da. Hemen adierazten diren irizpideen arabera banatzen da; diruzko "
            "zatia ordaindu egiten da, eta gainerakoa bazkide bakoitzaren kapital bihurtzen da. "
            "Galerak hemen adierazten den ordenan hartzen dira. Banatzeko eta lizentziak emateko "
            "bazkideen erabakia behar da."
        ),
        "payouts": (
            "Bazkideei zor zaiena haiek adierazi dituzten banku-kontuetan ordaintzen da. "
            "Ordainketa bat prestatzen duenak ez du onartzen; hemen adierazten den beste hainbat "
            "pertsonak onartzen dute. Kontu berri batek hemen adierazten diren orduak itxaroten "
            "ditu. Gutxieneko kopurura iristen ez denak zor izaten jarraitzen du."
        ),
        "royalties": (
            "Lizentzia duenak ordaindu duenetik, bazkideek hemen adierazten den zatia irabaz "
            "dezakete beren datuen erabilera bakoitzeko. Milioirenetan zenbatzen da eta zentimo "
            "osoetan ordaintzen da; gainerakoa haientzat gordetzen da."
        ),
        "decisions": (
            "Bazkideek botoz erabakitzen dute, bakoitzak boto bat du, eta zenbaketa batek ere ez "
            "du erakusten nork zer bozkatu duen. Neurri bat onartzen da baiezkoak hemen "
            "adierazten den gehiengora iristen direnean; boto zuriak eta abstentzioak ez dira "
            "zenbatzen. Estatutuek politikek baino gehiago behar dute, eta artikulu babestuek "
            "oraindik gehiago, gutxieneko parte-hartzearekin eta bi irakurketarekin. Kooperatiba "
            "beste batekin batzeko, zatitzeko, eraldatzeko edo desegiteko egiturarako gehiengoa "
            "behar da. Gehiengo bat aldatzen duenak bietatik zailena behar du, zaharra edo "
            "berria. Bozketa bat baliozkoa da bere deialdiko quorumak parte hartzen duenean. Gero "
            "erabakiak atseden hartzen du, eta nahikoa bazkidek berresteko bozketa eska dezakete. "
            "Garaiz betetzen ez den erabakia iraungi egiten da. Edozein bazkidek aurka dezake, "
            "eta nahikoa bazkidek eska dezakete aurkaratzea erabaki arte itxaron dezala."
        ),
        "meetings": (
            "Batzarra idatziz deitzen da, bere gai-zerrendarekin, hemen adierazten diren aurreko "
            "egunen barruan, lehen eta bigarren deialdirako. Iragarkiaren egunean bazkide denak "
            "bozka dezake. Nahikoa bazkidek batzar bat deiarazi edo haren gai-zerrendari gai bat "
            "gehi diezaiokete. Gai-zerrendan ez dagoena ez da erabakitzen, legeak baimentzen "
            "duenean izan ezik. Bazkide batek besteen ordez bozka dezake, idatziz eta batzar "
            "bakar baterako, hemen adierazten den kopururaino; bertaratzen denak berak bozkatzen "
            "du. Neurri batean interes propioa duenak hala esaten du eta ez du hari buruz "
            "bozkatzen. Bazkide laguntzaileen botoek elkarrekin, eta jarduerarik gabeko "
            "bazkideenek elkarrekin, ez dituzte hemen adierazten diren zatiak gainditzen. Bozketa "
            "guztiak isilpekoak dira."
        ),
        "organs": (
            "Bazkide guztien batzarra da organo gorena; hemen adierazten den tamainatik gora "
            "bazkideen ordezkariek osa dezakete. Kontseilu errektoreak batzarren artean jarduten "
            "du, bazkideek erabaki dutenaren barruan. Zaintza-batzordeak kontuak eta bozketak "
            "zaintzen ditu. Errekurtso-batzordeak aurkaratzeak erabakitzen ditu. Gizarte- "
            "kontseiluak lan egiten dutenen izenean hitz egiten du. Inor ez da aldi berean "
            "kontseilu errektorean eta hura zaintzen duen organo batean. Lekuak botoz betetzen "
            "dira, hemen adierazten diren epeetarako, eta bazkideek edozein unetan kendu dezakete "
            "leku bat duena. Larrialdi batean bi organok elkarrekin kalte egin lezakeena geldi "
            "dezakete, hemen adierazten diren egunetan; gero bazkideek etenaldia mantentzen dute, "
            "edo amaitu egiten da."
        ),
        "worth": (
            "Datuen balioa batura bat da: bazkide baten errenkada bakoitzak eredu baten "
            "erantzunei eransten diena, guztiak batuta. Gauza bakarra dena behin zenbatzen da. "
            "Lan bat lehenik erregistratu zuenarena da, egilekideena beren zatien arabera, edo "
            "gatazka bat ebatzi zenean jaso zuenarena. Bi pertsonak behatutakoak bi behaketa "
            "izaten jarraitzen du. Bazkide baten errenkadetatik hemen adierazten den muga baino "
            "gehiago ez dira erantzun batean sartzen; mugarik gabe denak sartzen dira. Errenkadak "
            "hurbilekoak dira hemen adierazten den distantziaraino, eta ez gehiago. Bazkideek "
            "errezeta bat bozkatu dutenean, haren balorazioek bakarrik banatzen dute soberakina."
        ),
    }
)
